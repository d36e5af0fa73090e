"""Addresses of the staff door."""

from __future__ import annotations

from django.urls import path

from guiju.web import (
    lookups,
    views_act,
    views_begin,
    views_bodies,
    views_calendar,
    views_design,
    views_entrance,
    views_figures,
    views_grants,
    views_law,
    views_lists,
    views_manage,
    views_matter,
    views_opinion,
    views_parameters,
    views_password,
    views_people,
    views_reports,
    views_search,
    views_standing,
    views_start,
    views_today,
)

urlpatterns = [
    path("", views_today.today, name="today"),
    path("signin", views_entrance.signin, name="signin"),
    path("signout", views_entrance.signout, name="signout"),
    path("reading", views_entrance.reading, name="reading"),
    path("post", views_entrance.choose_post, name="post"),
    path("search", views_search.search_page, name="search"),
    path("lookup/<slug:kind>", lookups.lookup, name="lookup"),
    path("new", views_begin.begin, name="new"),
    path("password", views_password.password, name="password"),
    path("start", views_start.start, name="start"),
    path("start/body", views_start.start_body, name="start-body"),
    path("start/units", views_start.start_units, name="start-units"),
    path("start/administrators", views_start.start_administrators, name="start-administrators"),
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
    path("new/<slug:procedure>", views_act.opening_page, name="open"),
    path("lists", views_lists.index, name="lists"),
    path("lists/<slug:procedure>", views_lists.list_view, name="list"),
    path("lists/<slug:procedure>/views", views_lists.saved_views, name="list-views"),
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
