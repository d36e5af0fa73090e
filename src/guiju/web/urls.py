"""Addresses of the staff door."""

from __future__ import annotations

from django.urls import path

from guiju.web import (
    views_act,
    views_design,
    views_entrance,
    views_export,
    views_figures,
    views_import,
    views_law,
    views_matter,
    views_opinion,
    views_reports,
    views_standing,
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
    path("lists/<slug:procedure>/import", views_import.import_page, name="import"),
    path("lists/<slug:procedure>/template", views_import.import_template, name="import-template"),
    path("lists/<slug:procedure>/export", views_export.export_page, name="export"),
    path("imports", views_import.imports_page, name="imports"),
    path("imports/<int:number>", views_import.job_page, name="import-job"),
    path("imports/<int:number>/rejected", views_import.rejected_rows, name="import-rejected"),
    path("exports/<int:number>", views_export.export_job, name="export-job"),
    path("exports/<int:number>/file", views_export.export_file, name="export-file"),
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
