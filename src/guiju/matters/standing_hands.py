"""Whose hands a standing act is in: who enters and signs it, who sends it down, who takes a matter over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.matters.entry import GIVER, TAKER
from guiju.matters.requests import refuse
from guiju.matters.standing import HANDING_OVER, SENDER, STANDING_ACTS, SUPERVISION

if TYPE_CHECKING:
    from datetime import date

    from guiju.matters.batch import Batch
    from guiju.matters.entry import Entry
    from guiju.matters.live import LiveMatter
    from guiju.matters.requests import ActRequest
    from guiju.record.act import Kind


def check_hands(
    batch: Batch, request: ActRequest, kind: Kind, seat: str, today: date, day: date
) -> None:
    """Refuse a recorder from elsewhere, and a kind for two that only one has signed.

    Raises:
        Refused: ``authority.recorder_outside``, ``standing.second_person``.
    """
    if not batch.people.signer(seat, request.recorded_by, today).roles:
        refuse(
            "authority.recorder_outside",
            f"登记人在本机关没有任职，不能登记“{kind.label}”。请由本机关人员登记。",
        )
    others = {request.by, *request.signers} - {request.recorded_by, ""}
    signed = any(batch.people.signer(seat, one, day).roles for one in others)
    if STANDING_ACTS[kind].second and not signed:
        refuse(
            "standing.second_person",
            f"“{kind.label}”须由登记人之外、当日在本机关任职的第二人签署。请补充签署人。",
        )


def sender_of(batch: Batch, request: ActRequest, kind: Kind, matter: LiveMatter, day: date) -> str:
    """The superior body that sends a notice down, where whoever acts supervises there and has no post at the owner's; else empty.

    Raises:
        Refused: ``notice.sender`` when another body is named as the one it comes from.
    """
    by = request.by or request.recorded_by
    if batch.people.signer(matter.body, by, day).roles:
        return ""
    for body in batch.superiors(matter.body):
        batch.people.learn(body, {by, request.recorded_by})
        if SUPERVISION & batch.people.signer(body, by, day).roles:
            if request.data[SENDER] != body:
                refuse(
                    "notice.sender",
                    f"“{kind.label}”的来源机关应是办理人任监督职责的上级机关（代码{body}）。请改正后再发。",
                )
            return body
    return ""


def hand_over(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    """Put a matter into another's hands: out of the hands it is in, into those of a member of the body.

    Raises:
        Refused: ``handover.not_in_hand``, ``handover.receiver``, ``handover.whose``.
    """
    giver, taker = entry.data[GIVER], entry.data[TAKER]
    batch.people.learn(matter.body, {giver, taker, matter.handler})
    if giver != matter.handler:
        holder = batch.people.signer(matter.body, matter.handler, entry.day).name
        refuse(
            "handover.not_in_hand",
            f"本件现在由{holder}承办，移交人应填{holder}。请刷新后核对。",
        )
    receiver = batch.people.signer(matter.body, taker, entry.moment.date())
    if taker == giver or not receiver.roles:
        refuse(
            "handover.receiver",
            f"{receiver.name}不能接收本件：接收人应是移交人以外、今天在本机关任职的人员。请另选接收人。",
        )
    if entry.by != giver and HANDING_OVER.isdisjoint(entry.authority["roles"]):
        refuse(
            "handover.whose",
            f"移交承办应由移交人本人办理；本人不能办理的，由{'、'.join(sorted(HANDING_OVER))}办理。",
        )
