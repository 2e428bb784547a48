"""Pages of one's own account, and of the offices: parse, ask once, render."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, PasswordChangeDoneView, PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts import clock, fresh, queries, reader, reading
from accounts.demo_accounts import demo_accounts
from accounts.forms import ProfileForm, SignInAgainForm, SignInForm
from accounts.models import Office, Posting, Role, Theme, User


class SignIn(LoginView):
    """Lets a person in, and on to the page they came for when that page is ours."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the demo accounts, in a demo only."""
        return super().get_context_data(demo_accounts=demo_accounts(), **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let the person in, and remember when the password was given."""
        response = super().form_valid(form)
        fresh.remember(self.request, at=clock.now())
        return response


class ChangePassword(PasswordChangeView):
    """Sets a new password; other sessions of the person end by it."""

    template_name = "accounts/password_change.html"


class PasswordChanged(PasswordChangeDoneView):
    """Says that the new password holds."""

    template_name = "accounts/password_change_done.html"


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Ask who is signed in for the password once more, and go back to what asked for it."""
    address = _own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    form = SignInAgainForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session.cycle_key()
        fresh.remember(request, at=clock.now())
        return redirect(address)
    return render(request, "accounts/sign_in_again.html", {"form": form, "next": address})


def profile(request: HttpRequest) -> HttpResponse:
    """Show and take a person's language, time zone and appearance; show their posts and whom they stand in for now."""
    user, at = cast(User, request.user), clock.now()
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, gettext("Your profile is saved."))
        return redirect("profile")
    context = {
        "form": form,
        "at": at,
        "postings": queries.postings_in_force(at=at).filter(user_id=user.pk),
        "deputizing": queries.deputizing(user.pk, at=at),
        "time_zones": reading.time_zone_names(),
    }
    return render(request, "accounts/profile.html", context)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages, for this person for good, for a visitor in this browser."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        chosen = settings.LANGUAGE_CODE
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    response = HttpResponseRedirect(_own_address(request, request.POST.get("next", "")))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Let the pages be light, dark, or as the machine is set, for this person for good."""
    chosen = request.POST.get("theme", "")
    if chosen in Theme.values:
        User.objects.filter(pk=cast(User, request.user).pk).update(theme=chosen)
    return redirect(_own_address(request, request.POST.get("next", "")))


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """List the offices of the ministry, with who heads each and the time there."""
    kind, at = request.GET.get("kind", ""), clock.now()
    kind = kind if kind in Office.Kind.values else ""
    context = {
        "rows": queries.offices_in_charge(kind=kind, at=at),
        "kind": kind,
        "kinds": Office.Kind.choices,
        "at": at,
    }
    return render(request, "accounts/offices.html", context)


@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    """Show one office: who holds which post now, who acts for whom, its countries, the time there."""
    at = clock.now()
    shown = get_object_or_404(Office, code=code)
    context = {
        "office": shown,
        "posts": sorted(queries.postings_in_force(at=at).filter(office=shown), key=_rank),
        "countries": shown.countries.all(),
        "administers": reader.holds(request, Role.ADMINISTRATOR),
        "at": at,
    }
    return render(request, "accounts/office.html", context)


@login_not_required
@require_GET
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Send IT through the one door of the house, so that its locks and counts hold there too."""
    if request.user.is_authenticated:
        raise PermissionDenied
    address = _own_address(request, request.GET.get("next", ""))
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': address})}")


def _rank(posting: Posting) -> int:
    """Order the posts of an office as its people would: who heads it, who decides, who writes, then the others."""
    order: list[str] = [Role.HEAD, Role.APPROVER, Role.AUTHOR]
    return order.index(posting.role) if posting.role in order else len(order)


def _own_address(request: HttpRequest, address: str) -> str:
    """Return the address when it leads to this site, and the home page otherwise."""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own else "/"
