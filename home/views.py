"""Search, the citizen's account page, error pages and what robots read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, UpdateView
from wagtail.models import Page

from home.forms import ProfileForm
from home.models import User
from home.search import MAX_HITS, MAX_QUERY, search_pages

PAGE_SIZE = 10


class SearchView(TemplateView):
    """Pages that hold the asked words, ten a page."""

    template_name = "search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Results only for a question that has words."""
        query = self.request.GET.get("q", "").strip()[:MAX_QUERY]
        keys = search_pages(query, get_language() or "vi")
        results = Paginator(keys, PAGE_SIZE).get_page(self.request.GET.get("trang"))
        return super().get_context_data(
            query=query, results=results, pages=self._pages(results), capped=len(keys) >= MAX_HITS, **kwargs
        )

    def _pages(self, results: ResultPage) -> list[Page]:
        """The pages themselves, in the order of their keys."""
        found = {page.pk: page for page in Page.objects.filter(pk__in=list(results)).specific()}
        return [found[pk] for pk in results if pk in found]


class AccountView(LoginRequiredMixin, UpdateView):
    """A citizen's own page: their cases, and their name and number to change."""

    model = User
    form_class = ProfileForm
    template_name = "account/overview.html"
    login_url = reverse_lazy("account_login")
    success_url = reverse_lazy("account")

    def get_object(self, queryset: Any = None) -> User:
        """Always the person who asks, read anew so that a refused form changes nothing on the page."""
        return User.objects.get(username=self.request.user.get_username())

    def form_valid(self, form: Any) -> HttpResponse:
        """Save and say so."""
        messages.success(self.request, _("Đã lưu thông tin của bạn."))
        return super().form_valid(form)


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: everything but the admin, accounts and personal pages."""
    closed = ["/admin/", "/tai-khoan/", "/tim-kiem/", "/phan-anh/theo-doi/", "/phan-anh/tra-cuu/", "/phan-anh/gui/"]
    rules = [f"Disallow: {prefix}{path}" for path in closed for prefix in ("", "/en")]
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse("\n".join(["User-agent: *", *rules, f"Sitemap: {sitemap}", ""]), content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: say what happened and how to go on."""
    return render(request, "403_csrf.html", status=403)
