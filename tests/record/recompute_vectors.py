"""Recompute the committed vectors from the format alone.

Standard library only, and no line of the program under test: its own encoder, its own SM3, its own
tree straight from the definitions of RFC 9162. It prints the vectors as JSON; ``--write`` writes
them into the folder beside it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

VECTORS = Path(__file__).parent / "vectors"
MASK = 2**32 - 1
SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def text_of(text):
    out = []
    for char in text:
        code = ord(char)
        out.append(SHORT.get(code) or (f"\\u{code:04x}" if code < 32 else char))
    return '"' + "".join(out) + '"'


def json_of(value):
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(json_of(item) for item in value) + "]"
    keys = sorted(value, key=lambda key: [ord(char) for char in key])
    return "{" + ",".join(text_of(key) + ":" + json_of(value[key]) for key in keys) + "}"


def canonical(value):
    return json_of(value).encode("utf-8")


def left(word, count):
    count %= 32
    return ((word << count) & MASK) | (word >> (32 - count))


def sm3(message):
    bits = 8 * len(message)
    message += b"\x80"
    while len(message) % 64 != 56:
        message += b"\x00"
    message += bits.to_bytes(8, "big")
    state = bytes.fromhex("7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e")
    vector = [int.from_bytes(state[i : i + 4], "big") for i in range(0, 32, 4)]
    for start in range(0, len(message), 64):
        block = message[start : start + 64]
        w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ left(w[j - 3], 15)
            w.append(x ^ left(x, 15) ^ left(x, 23) ^ left(w[j - 13], 7) ^ w[j - 6])
        vector = [old ^ new for old, new in zip(vector, rounds(vector, w), strict=True)]
    return b"".join(word.to_bytes(4, "big") for word in vector)


def rounds(vector, w):
    a, b, c, d, e, f, g, h = vector
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = left((left(a, 12) + e + left(constant, j)) & MASK, 7)
        ss2 = ss1 ^ left(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | ((MASK ^ e) & g)
        tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & MASK
        tt2 = (gg + h + ss1 + w[j]) & MASK
        d, c, b, a = c, left(b, 9), a, tt1
        h, g, f, e = g, left(f, 19), e, tt2 ^ left(tt2, 9) ^ left(tt2, 17)
    return [a, b, c, d, e, f, g, h]


def sha256(message):
    return hashlib.sha256(message).digest()


DIGESTS = {"sm3": sm3, "sha256": sha256}


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(digest, leaves):
    """RFC 9162 section 2.1.1."""
    if not leaves:
        return digest(b"")
    if len(leaves) == 1:
        return digest(b"\x00" + leaves[0])
    k = split(len(leaves))
    return digest(b"\x01" + mth(digest, leaves[:k]) + mth(digest, leaves[k:]))


def path(digest, m, leaves):
    """RFC 9162 section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(digest, m, leaves[:k]), mth(digest, leaves[k:])]
    return [*path(digest, m - k, leaves[k:]), mth(digest, leaves[:k])]


def subproof(digest, m, leaves, whole):
    """RFC 9162 section 2.1.4.1."""
    n = len(leaves)
    if m == n:
        return [] if whole else [mth(digest, leaves)]
    k = split(n)
    if m <= k:
        return [*subproof(digest, m, leaves[:k], whole), mth(digest, leaves[k:])]
    return [*subproof(digest, m - k, leaves[k:], False), mth(digest, leaves[:k])]


VALUES = {
    "null": None,
    "true": True,
    "empty object": {},
    "empty array": [],
    "largest integer": 2**63 - 1,
    "smallest integer": -(2**63) + 1,
    "zero": 0,
    "controls": "".join(map(chr, range(32))) + "\x7f\x80",
    "quotes": 'a"b\\c/d',
    "line separators": "\u2028\u2029\ufeff",
    "rare names": "㙓 𬭳 𠮷 王伟",
    "not normalised": "e\u0301 é \uf900 豈",
    "emoji": "👩‍👩‍👧‍👦 🇨🇳",
    "key order": {"\uffff": 1, "\U00010000": 2, "a": 3, "": 4, "Z": 5, "é": 6, "甲": 7, "a\x00": 8},
    "nested": {"b": [{"y": None, "x": [True, False, []]}], "a": {"c": {"d": -1}}},
    "noncharacters": "\ufffe\uffff\U0010ffff",
}

MESSAGES = ["", "abc", "abcd" * 16, "㙓𬭳", "a" * 55, "a" * 56, "a" * 63, "a" * 64, "a" * 1000]

MATTER = "3f0c6a52-7a44-4b0e-9c5d-2f6d1f0b8a11"


def act(seq, previous, **given):
    form = {
        "format": "guiju-act/1",
        "matter": MATTER,
        "seq": seq,
        "kind": "event",
        "act": "立案",
        "body": "330100-031",
        "by": "p-1",
        "recorded_by": "p-2",
        "role": "承办人",
        "authority": {"signers": ["p-1"], "certificates": ["33010500123"], "late": None},
        "done_on": "2026-02-28",
        "done_at": None,
        "recorded_at": "2026-02-28T16:59:59.000001+08:00",
        "rules": sm3(b"rules").hex(),
        "data": {"案由": "未按规定公示", "金额": 1250000},
        "private": {},
        "files": [],
        "verdict": {"allowed": True, "reason": "", "conflicts": [], "fired": ["立案"]},
        "previous": previous,
    }
    return {**form, **given}


def acts():
    scan = {"name": "笔录 \U0002cb73.pdf", "size": 3}
    scan |= {"sha256": sha256(b"pdf").hex(), "sm3": sm3(b"pdf").hex()}
    given = [
        {},
        {"data": {"当事人": "㙓𬭳", "备注": "第一行\n\t“引号” \\ \x01 👍"}, "done_at": "23:59"},
        {"act": "送达", "private": {"证件号码": sm3(b"\x00" * 32 + b'"1"').hex()}, "files": [scan]},
        {"kind": "correction", "act": "", "data": {"改": {"前": [1, [2, {"深": None}]], "后": []}}},
        {"kind": "notice", "act": "", "by": "", "done_on": "2028-02-29", "role": ""},
    ]
    previous = "0" * 64
    for seq, changes in enumerate(given, 1):
        form = act(seq, previous, **changes)
        content = canonical(form)
        previous = sm3(content).hex()
        yield {
            "form": form,
            "bytes": content.hex(),
            "sm3": previous,
            "sha256": sha256(content).hex(),
        }


def leaf(position):
    row = {"format": "guiju-leaf/1", "matter": MATTER, "position": position, "seq": position}
    mark = str(position).encode()
    return row | {"sha256": sha256(mark).hex(), "sm3": sm3(mark).hex()}


def hexes(hashes):
    return [hashed.hex() for hashed in hashes]


def tree():
    leaves = [canonical(leaf(position)) for position in range(1, 18)]
    roots = [
        {"size": n, **{name: mth(digest, leaves[:n]).hex() for name, digest in DIGESTS.items()}}
        for n in range(18)
    ]
    inclusion = [
        {"size": n, "index": m}
        | {name: hexes(path(digest, m, leaves[:n])) for name, digest in DIGESTS.items()}
        for n in (1, 2, 3, 7, 8, 13, 17)
        for m in range(n)
    ]
    consistency = [
        {"first": m, "second": n}
        | {name: hexes(subproof(digest, m, leaves[:n], True)) for name, digest in DIGESTS.items()}
        for n in (1, 2, 7, 8, 13, 17)
        for m in range(1, n + 1)
    ]
    rows = [{"leaf": leaf(p), "bytes": leaves[p - 1].hex()} for p in range(1, 18)]
    return {"leaves": rows, "roots": roots, "inclusion": inclusion, "consistency": consistency}


def checkpoint_body():
    root = tree()["roots"][17]
    return f"guiju-checkpoint/1\nnode-1\n17\nsm3:{root['sm3']} sha256:{root['sha256']}\n"


def vectors():
    salt = bytes(range(32))
    values = [
        {"name": name, "value": value, "bytes": canonical(value).hex()}
        for name, value in VALUES.items()
    ]
    digests = [
        {"text": text} | {name: digest(text.encode()).hex() for name, digest in DIGESTS.items()}
        for text in MESSAGES
    ]
    commitments = [
        {"value": value, "salt": salt.hex(), "commitment": sm3(salt + canonical(value)).hex()}
        for value in ("330102199001011234", {"姓名": "㙓𬭳"}, None)
    ]
    return {
        "values": values,
        "digests": digests,
        "commitments": commitments,
        "acts": list(acts()),
        "merkle": tree(),
        "checkpoint": {"body": checkpoint_body()},
    }


def main():
    made = vectors()
    if "--write" not in sys.argv:
        json.dump(made, sys.stdout)
        return
    VECTORS.mkdir(exist_ok=True)
    for name, content in made.items():
        target = VECTORS / f"{name}.json"
        if name == "checkpoint" and target.exists():
            # The signature is not recomputed here: the standard library has no Ed25519.
            content = json.loads(target.read_text("utf-8")) | content
        target.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
