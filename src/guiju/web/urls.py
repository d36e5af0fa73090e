"""Addresses of the staff door, by place; within a place the first that fits answers."""

from __future__ import annotations

from django.urls import path

from guiju.web import (
    lookups,
    views_act,
    views_awaited,
    views_begin,
    views_bodies,
    views_calendar,
    views_design,
    views_documents,
    views_entrance,
    views_export,
    views_figures,
    views_grants,
    views_handover,
    views_import,
    views_law,
    views_leave,
    views_lists,
    views_manage,
    views_matter,
    views_numbers,
    views_openings,
    views_opinion,
    views_parameters,
    views_password,
    views_paste,
    views_people,
    views_reminders,
    views_reports,
    views_search,
    views_standing,
    views_start,
    views_supervision,
    views_today,
)

ENTRANCE = [
    path("signin", views_entrance.signin, name="signin"),
    path("signout", views_entrance.signout, name="signout"),
    path("reading", views_entrance.reading, name="reading"),
    path("post", views_entrance.choose_post, name="post"),
    path("password", views_password.password, name="password"),
    path("start", views_start.start, name="start"),
    path("start/body", views_start.start_body, name="start-body"),
    path("start/units", views_start.start_units, name="start-units"),
    path("start/administrators", views_start.start_administrators, name="start-administrators"),
]
DESK = [
    path("", views_today.today, name="today"),
    path("search", views_search.search_page, name="search"),
    path("lookup/<slug:kind>", lookups.lookup, name="lookup"),
    path("new", views_begin.begin, name="new"),
    path("openings", views_openings.openings, name="openings"),
    path("openings/<slug:procedure>", views_openings.opening, name="opening"),
    path("new/<slug:procedure>", views_act.opening_page, name="open"),
    path("opinions", views_awaited.awaited_page, name="opinions"),
]
MATTERS = [
    path("matters", views_lists.all_matters, name="matters"),
    path("matters/views", views_lists.saved_views, name="matters-views"),
    path("matters/<str:identifier>", views_matter.matter_page, name="matter"),
    path("matters/<str:identifier>/acts/<str:act>", views_act.act_page, name="act"),
    path("matters/<str:identifier>/notes/<str:kind>", views_standing.note_page, name="note"),
    path(
        "matters/<str:identifier>/notes/<str:kind>/<str:aim>",
        views_standing.note_page,
        name="note-at",
    ),
    path("matters/<str:identifier>/sheets/<str:act>", views_matter.sheet_page, name="sheet"),
    path(
        "matters/<str:identifier>/files/<int:seq>/<int:place>",
        views_matter.file_download,
        name="file",
    ),
    path("matters/<str:identifier>/opinions/<int:seq>", views_opinion.opinion_page, name="opinion"),
    path(
        "matters/<str:identifier>/opinions/<int:seq>/withdraw",
        views_opinion.withdraw_page,
        name="withdraw",
    ),
]
LISTS = [
    path("lists", views_lists.index, name="lists"),
    path("lists/<slug:procedure>", views_lists.list_view, name="list"),
    path("lists/<slug:procedure>/paste", views_paste.paste_page, name="list-paste"),
    path("lists/<slug:procedure>/views", views_lists.saved_views, name="list-views"),
    path("lists/<slug:procedure>/import", views_import.import_page, name="list-import"),
    path("lists/<slug:procedure>/template", views_import.import_template, name="list-template"),
    path("lists/<slug:procedure>/export", views_export.export_page, name="list-export"),
    path("imports", views_import.imports_page, name="imports"),
    path("imports/<int:number>", views_import.job_page, name="import-job"),
    path("imports/<int:number>/rejected", views_import.rejected_rows, name="import-rejected"),
    path("exports/<int:number>", views_export.export_job, name="export-job"),
    path("exports/<int:number>/file", views_export.export_file, name="export-file"),
]
PAPER = [
    path("scans", views_documents.scans_page, name="scans"),
    path("numbers", views_numbers.numbers_page, name="numbers"),
    path(
        "matters/<str:identifier>/documents/<int:seq>",
        views_documents.document_page,
        name="document",
    ),
    path(
        "matters/<str:identifier>/documents/<int:seq>/docx",
        views_documents.document_file,
        name="document-file",
    ),
    path(
        "matters/<str:identifier>/documents/<int:seq>/scan",
        views_documents.bring_scan,
        name="bring-scan",
    ),
    path("matters/<str:identifier>/numbers/<int:seq>", views_numbers.void_page, name="void-number"),
]
SUPERVISION = [
    path("supervision", views_supervision.overview_page, name="supervision"),
    path("supervision/people", views_supervision.people_page, name="supervision-people"),
    path("supervision/lists", views_supervision.lists_page, name="supervision-lists"),
    path("supervision/columns", views_supervision.columns_chosen, name="supervision-columns"),
    path("supervision/rows", views_supervision.rows_page, name="supervision-rows"),
    path("supervision/export", views_supervision.overview_export, name="supervision-export"),
    path("supervision/reminders", views_reminders.reminders_page, name="reminders"),
    path("supervision/reminders/<int:identifier>", views_reminders.reminder_page, name="reminder"),
    path(
        "supervision/reminders/<int:identifier>/paper",
        views_reminders.reminder_paper,
        name="reminder-paper",
    ),
]
FIGURES = [
    path("figures", views_figures.figures_page, name="figures"),
    path("figures/<slug:figure>", views_figures.figure_page, name="figure"),
    path("reports", views_reports.reports_page, name="reports"),
    path("reports/<str:body>/<int:year>", views_reports.report_page, name="report"),
    path("reports/<str:body>/<int:year>/paper", views_reports.report_paper, name="report-paper"),
    path("reports/<str:body>/<int:year>/word", views_reports.report_word, name="report-word"),
    path("reports/<str:body>/<int:year>/prose", views_reports.report_prose, name="report-prose"),
    path(
        "reports/<str:body>/<int:year>/steps/<str:step>",
        views_reports.report_step,
        name="report-step",
    ),
]
LAW = [
    path("law", views_law.law_list, name="law"),
    path("law/statutes/<str:name>", views_law.statute_page, name="law-statute"),
    path("law/<slug:procedure>", views_law.law_page, name="law-page"),
]
MANAGE = [
    path("manage", views_manage.manage, name="manage"),
    path("manage/setup", views_manage.setup, name="setup"),
    path("manage/health", views_manage.health, name="health"),
    path("manage/bodies", views_bodies.bodies, name="bodies"),
    path("manage/bodies/<str:code>", views_bodies.body_page, name="body"),
    path("manage/people", views_people.people, name="people"),
    path("manage/people/new", views_people.people_new, name="people-new"),
    path("manage/people/<str:identifier>", views_people.person, name="person"),
    path(
        "manage/people/<str:identifier>/appoint", views_people.person_appoint, name="person-appoint"
    ),
    path(
        "manage/people/<str:identifier>/relieve", views_people.person_relieve, name="person-relieve"
    ),
    path(
        "manage/people/<str:identifier>/account", views_people.person_account, name="person-account"
    ),
    path("manage/grants", views_grants.grants, name="grants"),
    path("manage/calendar", views_calendar.calendar_page, name="calendar"),
    path("manage/parameters", views_parameters.parameters, name="parameters"),
    path("manage/handover", views_handover.handover_page, name="handover"),
    path("manage/handover/<int:identifier>", views_handover.handed_page, name="handed"),
    path(
        "manage/handover/<int:identifier>/paper", views_handover.handed_paper, name="handed-paper"
    ),
    path("manage/leave", views_leave.leave_page, name="leave"),
    path("manage/leave/<int:number>", views_leave.end_page, name="leave-end"),
]
DEVELOPMENT = [
    path("design", views_design.design, name="design"),
]

urlpatterns = [
    *ENTRANCE,
    *DESK,
    *MATTERS,
    *LISTS,
    *PAPER,
    *SUPERVISION,
    *FIGURES,
    *LAW,
    *MANAGE,
    *DEVELOPMENT,
]
