"""Addresses of the staff door."""

from __future__ import annotations

from django.urls import path

from guiju.web import (
    views_act,
    views_design,
    views_documents,
    views_entrance,
    views_law,
    views_matter,
    views_numbers,
    views_opinion,
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
    path("matters/<str:identifier>/sheets/<str:act>", views_matter.sheet_page, name="sheet"),
    path(
        "matters/<str:identifier>/files/<int:seq>/<int:place>",
        views_matter.file_download,
        name="file",
    ),
    path("matters/<str:identifier>/opinions/<int:seq>", views_opinion.opinion_page, name="opinion"),
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
    path("scans", views_documents.scans_page, name="scans"),
    path("numbers", views_numbers.numbers_page, name="numbers"),
    path("design", views_design.design, name="design"),
    path("law", views_law.law_list, name="law"),
    path("law/<slug:procedure>", views_law.law_page, name="law-page"),
]
