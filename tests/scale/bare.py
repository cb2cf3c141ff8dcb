"""A Django view with nothing around it, under the same server: what no request of this stack can undercut."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = "<!doctype html><title>–</title>" + "<p>một dòng chữ</p>" * 100


def view(request: HttpRequest) -> HttpResponse:
    """A page of two kilobytes."""
    return HttpResponse(PAGE)


def picture(request: HttpRequest) -> HttpResponse:
    """The bytes of a file that was read when the process began."""
    return HttpResponse(PICTURE, content_type="image/png")


PICTURE = Path(os.environ["BARE_PICTURE"]).read_bytes() if os.environ.get("BARE_PICTURE") else b""
urlpatterns = [path("", view), path("picture", picture)]
if not settings.configured:
    settings.configure(
        DEBUG=False, SECRET_KEY="bare-" + "0" * 50, ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[]
    )
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
application = get_wsgi_application()
