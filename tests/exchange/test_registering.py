"""Rows become acts: judged first, registered in batches, none twice, none lost."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from django.db import IntegrityError
from openpyxl import load_workbook

from guiju.exchange import registering, services
from guiju.exchange.errors import ExchangeError
from guiju.exchange.models import ImportJob, ImportRow, RememberedColumns
from guiju.exchange.registering import OvertakenError, Registration
from guiju.exchange.returning import REASON
from guiju.exchange.services import Worker, confirm_columns, go_on, proposal, start, stop
from guiju.exchange.session import Session
from guiju.matters.models import Act, Matter
from guiju.matters.verification import verify_store
from tests.exchange.books import HEADER, activities, activity, book, cells_of
from tests.exchange.old_books import old_book

pytestmark = pytest.mark.django_db


def held() -> int:
    return Matter.objects.filter(procedure="law-activity").count()


def reasons(job: ImportJob) -> dict[int, str]:
    return dict(ImportRow.objects.filter(job=job, state="rejected").values_list("row", "reason"))


def test_every_row_of_a_sound_table_becomes_an_act(counter):
    job = counter.registered(activities(5))
    assert (job.state, job.total, job.registered, job.rejected) == ("done", 5, 5, 0), job.reasons
    assert held() == 5
    assert not verify_store([], deep=True).broken


def test_judging_writes_nothing_into_the_record(counter):
    before = Act.objects.count()
    job = counter.judged(activities(3))
    assert (job.state, job.ready) == ("judged", 3)
    assert Act.objects.count() == before


def test_a_row_that_cannot_be_registered_holds_up_no_other(counter):
    rows = [HEADER, activity(1), activity(2, **{"场次（场次）": "几场"}), activity(3, 活动类型="跳舞"), activity(4)]  # fmt: skip
    job = counter.registered(book(rows))
    assert (job.registered, job.rejected) == (2, 2)
    told = reasons(job)
    assert told[3].startswith("“场次”“几场”不是整数")
    assert told[4].startswith("“活动类型”“跳舞”不在可选的范围内")


def test_the_law_judges_a_row_as_it_would_a_form(counter):
    rows = [HEADER, activity(1, **{"场次（场次）": 0}), activity(2, 活动日期="2026-03-05"), activity(3, 主题=None)]  # fmt: skip
    job = counter.judged(book(rows))
    codes = dict(ImportRow.objects.filter(job=job).values_list("row", "code"))
    assert codes == {2: "kernel.require", 3: "act.in_future", 4: "data.invalid"}
    assert "“主题”是必填项" in reasons(job)[4]


def test_a_day_before_any_version_is_refused_for_its_own_row_only(counter):
    rows = [HEADER, activity(1, 活动日期="1990-01-01"), activity(2)]
    job = counter.registered(book(rows))
    assert (job.registered, list(reasons(job))) == (1, [2])


def test_a_row_of_long_ago_needs_its_proof(counter):
    content = book([HEADER, activity(1, 活动日期="2026-01-05")])
    job = counter.judged(content)
    assert "须附能证明当日办理的外部材料" in reasons(job)[2]
    job = counter.judged(content, proof=counter.office.keep(), again=True)
    assert job.ready == 1
    job = counter.worked(start(job))
    form = Act.objects.get(matter=ImportRow.objects.get(job=job).matter)
    assert b"sha256" in bytes(form.form)


def test_the_same_thing_twice_in_one_table_is_told_with_its_row(counter):
    job = counter.judged(book([HEADER, activity(1), activity(2), activity(1, 主题="另一主题")]))
    assert reasons(job) == {4: "与本表第2行重复，同一项只能登记一次。请核对后删去一行。"}


def test_what_stands_in_the_record_already_is_refused_as_in_a_form(counter):
    counter.registered(activities(1))
    job = counter.judged(activities(1, 受众人次=31))
    assert "本机关已有活动编号或名称相同" in reasons(job)[2]


def test_the_same_file_again_leads_to_its_job_and_never_registers_twice(counter):
    content = activities(3)
    first = counter.registered(content)
    assert counter.bring(content) == first
    again = counter.judged(content, again=True)
    assert again.pk != first.pk
    assert (again.known, again.ready, again.rejected) == (3, 0, 0)
    with pytest.raises(ExchangeError, match="没有可以登记的行"):
        start(again)
    assert held() == 3


def test_rows_alike_by_what_they_say_are_known_in_another_shape_too(counter):
    counter.registered(activities(2))
    order = [2, 1, 0, 8, 7, 6, 5, 4, 3]
    rows = [HEADER, activity(1, 活动日期="2026年3月2日"), activity(2, **{"场次（场次）": "1 场次"})]
    turned = book([["标题"], *([row[place] for place in order] for row in rows)])
    assert counter.judged(turned).known == 2


def test_two_rows_alike_in_one_table_are_two(counter):
    job = counter.bring(activities(1))
    confirm_columns(job, {key: one.column for key, one in proposal(job).matches.items()}, {})
    reading = Session(job, 10).reading
    request = reading.request(Session(job, 10).table.rows[0])
    assert len({reading.digest(request) for _ in range(3)}) == 3
    other = Session(job, 10).reading
    assert other.digest(request) != other.digest(request)
    assert Session(job, 10).reading.digest(request) == Session(job, 10).reading.digest(request)


def test_the_corrected_table_comes_back_and_only_what_was_missing_is_registered(counter):
    rows = [["台账"], HEADER, activity(1), activity(2, 活动类型="跳舞"), activity(3)]
    first = counter.registered(book(rows))
    returned = services.rejected_workbook(first)
    sheet = cells_of(returned)
    assert sheet[1][len(HEADER)] == REASON
    assert [row[len(HEADER)] is not None for row in sheet[2:]] == [False, True, False]
    made = load_workbook(BytesIO(returned))
    made.worksheets[0].cell(4, HEADER.index("活动类型") + 1).value = "讲座"
    target = BytesIO()
    made.save(target)
    second = counter.registered(target.getvalue())
    assert (second.known, second.registered, second.rejected) == (2, 1, 0)
    assert held() == 3
    assert all(REASON not in note for note in second.notes)
    assert REASON not in [second.header[place] for place in proposal(second).unused]


def test_a_batch_that_fails_leaves_neither_acts_nor_progress(counter, monkeypatch):
    job = start(counter.judged(activities(4)))
    monkeypatch.setattr(registering, "UPDATE_ROW", "UPDATE nowhere SET x = %s, %s, %s, %s, %s")
    with pytest.raises(Exception, match=r"nowhere|syntax"):
        Worker().finish(job.pk, lambda _: None)
    job.refresh_from_db()
    assert (job.after, job.registered, held()) == (0, 0, 0)


def test_another_worker_goes_on_where_the_first_was_killed(counter, monkeypatch):
    monkeypatch.setattr("guiju.exchange.working.TOGETHER", 2)
    job = start(counter.judged(activities(7)))
    first = Worker()
    first._step(job.pk)
    first._step(job.pk)
    job.refresh_from_db()
    assert (job.registered, job.state) == (4, "importing")
    ImportJob.objects.filter(pk=job.pk).update(held_until=time.time() - 1)
    done = Worker().finish(job.pk, lambda _: None)
    assert (done.registered, held()) == (7, 7)
    assert first._step(job.pk)
    assert held() == 7


def test_while_one_worker_holds_a_job_no_other_takes_it(counter):
    job = start(counter.judged(activities(2)))
    ImportJob.objects.filter(pk=job.pk).update(worker="other", held_until=time.time() + 60)
    assert not Worker().work(1)
    assert held() == 0


def test_a_batch_done_meanwhile_is_not_done_again(counter):
    job = start(counter.judged(activities(3)))
    job.worker = "a"
    ImportJob.objects.filter(pk=job.pk).update(worker="a")
    slow = Registration(job, Session(job, 10), 0.0)
    assert Registration(job, Session(job, 10), 0.0).perform()
    with pytest.raises(OvertakenError):
        slow.write([])
    assert held() == 3


def test_a_job_stopped_while_a_batch_is_judged_keeps_the_batch_out(counter):
    job = start(counter.judged(activities(3)))
    slow = Registration(job, Session(job, 10), 0.0)
    stop(job)
    with pytest.raises(OvertakenError):
        slow.perform()
    assert held() == 0


def test_where_two_tables_meet_each_row_is_registered_once(counter):
    """Both were judged before either was registered."""
    one = counter.judged(activities(3))
    other = counter.judged(activities(4))
    assert (one.ready, other.ready) == (3, 4)
    counter.worked(start(one))
    done = counter.worked(start(other))
    assert (done.known, done.registered, held()) == (3, 1, 4)


def test_a_database_that_stays_busy_ends_the_job_in_words_and_it_goes_on_later(counter, monkeypatch):  # fmt: skip
    job = start(counter.judged(activities(2)))

    def busy(self, outcomes):
        raise IntegrityError

    with monkeypatch.context() as patched:
        patched.setattr(Registration, "write", busy)
        patched.setattr("guiju.exchange.working.ATTEMPTS", 1)
        patched.setattr("guiju.exchange.working.PAUSE", 0)
        failed = counter.worked(job)
    assert failed.state == "failed"
    assert "数据库一直忙" in failed.failure
    assert counter.worked(go_on(failed)).registered == 2


def test_a_job_stopped_between_batches_keeps_what_is_registered_and_goes_on(counter, monkeypatch):
    monkeypatch.setattr("guiju.exchange.working.TOGETHER", 2)
    job = start(counter.judged(activities(5)))
    worker = Worker()
    worker._step(job.pk)
    stop(ImportJob.objects.get(pk=job.pk))
    while worker._step(job.pk) and worker._job is not None:
        pass
    job.refresh_from_db()
    assert (job.state, job.registered, held()) == ("stopped", 2, 2)
    assert counter.worked(go_on(job)).registered == 5


def test_whoever_lost_the_post_meanwhile_registers_nothing_more(counter):
    from guiju.people.models import Post

    job = start(counter.judged(activities(2)))
    Post.objects.filter(person=counter.office.people["clerk"]).delete()
    done = counter.worked(job)
    assert (done.state, held()) == ("failed", 0)
    assert "没有任职" in done.failure


def test_a_table_gone_from_the_disk_ends_the_job_in_words(counter):
    from guiju.exchange.files import discard

    job = start(counter.judged(activities(2)))
    discard(job.file_sha256)
    assert "不在了" in counter.worked(job).failure


def test_columns_once_confirmed_are_remembered(counter):
    counter.judged(activities(1), {"f:地点": "620000"})
    assert RememberedColumns.objects.get().columns["活动名称"] == "f:活动编号或名称"
    found = proposal(counter.bring(activities(2)))
    assert found.matches["f:活动编号或名称"].how == "remembered"
    assert found.defaults == {"f:地点": "620000"}


def test_what_is_said_for_blank_cells_fills_them_and_no_others(counter):
    rows = [HEADER, activity(1, 宣传节点=None), activity(2, 宣传节点="国家宪法日")]
    job = counter.worked(start(counter.judged(book(rows), {"f:宣传节点": "日常"})))
    assert job.registered == 2
    fields = [bytes(one.form).decode() for one in Act.objects.filter(act="登记").order_by("id")]
    assert ["日常" in fields[0], "国家宪法日" in fields[1]] == [True, True]


def test_a_column_serves_one_field_only_and_required_ones_must_have_one(counter):
    job = counter.bring(activities(1))
    places = {key: one.column for key, one in proposal(job).matches.items()}
    for changed, words in (
        (places | {"f:主题": 1}, "同时选给了"),
        ({key: one for key, one in places.items() if key != "f:主题"}, "必填的“主题”没有对应的列"),
        ({}, "没有选定任何一列"),
        ({"f:不存在": 1, "f:主题": 99}, "没有选定任何一列"),
    ):
        with pytest.raises(ExchangeError, match=words):
            confirm_columns(job, changed, {})


def test_the_reasons_are_kept_alike_ones_together(counter):
    rows = [HEADER, *(activity(one, **{"场次（场次）": f"约{one}场"}) for one in range(1, 6)), activity(9, 活动类型="跳舞")]  # fmt: skip
    job = counter.judged(book(rows))
    assert [(one[1], one[2]) for one in job.reasons] == [(5, 2), (1, 7)]


def test_refusals_that_differ_in_days_and_names_only_are_alike_too(counter):
    counter.registered(activities(2))
    rows = [HEADER, *(activity(one, 主题="另一主题") for one in (1, 2)), *(activity(8 + one, 活动日期=f"2026-01-0{one}") for one in (5, 6, 7))]  # fmt: skip
    rows += [activity(20), activity(20, 主题="甲"), activity(20, 主题="乙")]
    job = counter.judged(book(rows))
    assert [one[1] for one in job.reasons] == [3, 2, 2], job.reasons
    assert [one[2] for one in job.reasons] == [4, 2, 8]


def test_old_tables_are_discarded_and_their_rows_stay_known(counter):
    job = counter.registered(activities(2))
    counter.office.go_to("2026-04-20")
    assert services.discard_old(counter.office.time.now().date()) == 1
    with pytest.raises(ExchangeError, match="不在了"):
        services.rejected_workbook(job)
    assert services.discard_old(counter.office.time.now().date()) == 0
    assert counter.judged(activities(2), again=True).known == 2


def test_a_table_in_the_old_format_is_registered_and_its_limits_are_said(counter):
    rows = [HEADER, activity(1), activity(2, 活动类型="跳舞")]
    job = counter.registered(old_book(rows), name="台账.xls")
    assert (job.registered, job.rejected) == (1, 1), job.reasons
    assert any("旧格式" in note for note in job.notes)
    head, only, *_ = cells_of(services.rejected_workbook(job))
    assert (only[0], "跳舞" in only[-1]) == (3, True)
    assert head[1] == "序号"
