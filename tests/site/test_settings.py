"""What the site is set to, and the entrance that the server is given."""

from __future__ import annotations

import importlib
from datetime import date

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import get_resolver

from guiju.site import settings as site
from guiju.site import urls

HTTPS = "https://testserver"


def answer(application, scheme: str = "http") -> str:
    """What an application sees as its scheme."""
    seen = {}

    def inner(environ, start_response):
        seen.update(environ)
        start_response("200 OK", [])
        return [b""]

    environ = {"wsgi.url_scheme": scheme, "PATH_INFO": "/"}
    list(application(inner)(environ, lambda *_: None))
    assert environ["wsgi.url_scheme"] == scheme, "the server's own values are left alone"
    return str(seen["wsgi.url_scheme"])


def test_behind_a_proxy_that_takes_https_only_every_request_is_https():
    from guiju.site.wsgi import over_https

    assert answer(over_https) == "https"


@pytest.mark.parametrize("https", [False, True])
def test_the_entrance_follows_the_setting(settings, https):
    from guiju.site import wsgi

    settings.SESSION_COOKIE_SECURE = https
    wrapped = hasattr(importlib.reload(wsgi).application, "__closure__")
    assert wrapped is https
    settings.SESSION_COOKIE_SECURE = False
    importlib.reload(wsgi)


@pytest.fixture
def established(db):
    """A store that has begun: an empty one leads to its first start."""
    from guiju.people.models import BodyKind
    from guiju.people.services import establish_body

    establish_body("SLX", "示例县", kind=BodyKind.GOVERNMENT, since=date(2015, 1, 1))


@pytest.mark.parametrize(("secure", "status"), [(False, 403), (True, 200)])
def test_a_form_from_an_https_page_is_taken_only_when_the_entrance_knows_of_https(
    established, secure, status
):
    client = Client(enforce_csrf_checks=True)
    client.get("/signin", secure=secure)
    sent = client.post(
        "/signin",
        {"csrfmiddlewaretoken": client.cookies["csrftoken"].value, "username": "x"},
        secure=secure,
        headers={"origin": HTTPS, "referer": f"{HTTPS}/signin"},
    )
    assert sent.status_code == status


def test_there_is_no_second_way_to_write():
    assert "django.contrib.admin" not in site.INSTALLED_APPS
    addresses = {str(one.pattern) for one in get_resolver().url_patterns}
    assert addresses == {""}, "one door so far"


def test_each_kind_of_failure_has_its_page():
    for status in (400, 403, 404, 500):
        module, _, name = getattr(urls, f"handler{status}").rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))
    assert site.CSRF_FAILURE_VIEW == "guiju.web.errors.forged"


def test_pages_are_never_kept_open_longer_than_a_working_day():
    from guiju.site.environment import IDLE_MINUTES

    assert site.SESSION_COOKIE_AGE == 8 * 3600
    assert IDLE_MINUTES[-1] * 60 <= site.SESSION_COOKIE_AGE


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites():
    assert site.SESSION_COOKIE_HTTPONLY
    assert site.CSRF_COOKIE_HTTPONLY
    assert site.SESSION_COOKIE_SAMESITE == "Lax"


def test_the_guards_stand_before_the_pages():
    order = [one.rpartition(".")[2] for one in site.MIDDLEWARE]
    assert order.index("SecurityMiddleware") == 0
    assert order.index("Headers") < order.index("InWords") < order.index("SessionMiddleware")
    assert order.index("SessionMiddleware") < order.index("CsrfViewMiddleware")
    assert order.index("CsrfViewMiddleware") < order.index("AuthenticationMiddleware")
    assert "XFrameOptionsMiddleware" in order


def test_people_read_chinese_and_days_are_those_of_beijing():
    assert (site.LANGUAGE_CODE, site.TIME_ZONE, site.USE_TZ) == ("zh-hans", "Asia/Shanghai", True)


def test_a_form_is_read_into_memory_only_up_to_a_bound():
    assert site.DATA_UPLOAD_MAX_MEMORY_SIZE <= 4 * 1024 * 1024
    assert site.FILE_UPLOAD_MAX_MEMORY_SIZE <= 1024 * 1024


@pytest.mark.parametrize("password", ["short-1", "password1234", "1234567890"])
def test_weak_passwords_are_refused_by_the_settings(password):
    from django.contrib.auth.password_validation import get_password_validators, validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(
            password, password_validators=get_password_validators(site.AUTH_PASSWORD_VALIDATORS)
        )


def test_the_style_sheet_and_the_mark_come_from_the_program_itself():
    assert site.STATIC_URL == "static/"
    assert finders.find("ui/tokens.css")
    assert finders.find("ui/mark.svg")


def test_pages_are_given_under_the_names_set_only(established, settings):
    settings.ALLOWED_HOSTS = ["guiju.example.gov.cn"]
    client = Client()
    assert client.get("/signin", headers={"host": "guiju.example.gov.cn"}).status_code == 200
    refused = client.get("/signin", headers={"host": "evil.example"})
    assert refused.status_code == 400
    assert "这个请求无法处理" in refused.content.decode()
