"""Addresses of the staff door."""

from __future__ import annotations

from django.urls import path

from guiju.web import (
    views_act,
    views_design,
    views_entrance,
    views_figures,
    views_handover,
    views_law,
    views_matter,
    views_opinion,
    views_reminders,
    views_reports,
    views_standing,
    views_supervision,
    views_today,
)

urlpatterns = [
    path("", views_today.today, name="today"),
    path("signin", views_entrance.signin, name="signin"),
    path("signout", views_entrance.signout, name="signout"),
    path("reading", views_entrance.reading, name="reading"),
    path("post", views_entrance.choose_post, name="post"),
    path("new", views_today.begin, name="new"),
    path("new/<slug:procedure>", views_act.opening_page, name="open"),
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
    path("manage/handover", views_handover.handover_page, name="handover"),
    path("manage/handover/<int:identifier>", views_handover.handed_page, name="handed"),
    path(
        "manage/handover/<int:identifier>/paper", views_handover.handed_paper, name="handed-paper"
    ),
    path("design", views_design.design, name="design"),
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
    path("law", views_law.law_list, name="law"),
    path("law/<slug:procedure>", views_law.law_page, name="law-page"),
]
