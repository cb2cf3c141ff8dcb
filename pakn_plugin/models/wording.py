"""What an administrator keeps of the comparison of replies with internal texts: phrases, and when it counts."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakn_plugin import text

MOST_PHRASES, LONGEST = 200, 80
BOUNDS = {"run": (4, 30), "share": (20, 95), "least": (3, 30), "short": (0, 200)}
MOST_WORDS = 12


def check_phrase(value: str) -> None:
    """Raise ValidationError for what could never be found in a reply, or is a text rather than a phrase."""
    number = len(text.words(value).split())
    if not 1 < number <= MOST_WORDS:
        raise ValidationError(_("Một cụm từ có từ 2 đến %(most)d chữ."), params={"most": MOST_WORDS})


def between(name: str) -> list[MinValueValidator | MaxValueValidator]:
    """The validators of one of the limits."""
    least, most = BOUNDS[name]
    return [MinValueValidator(least), MaxValueValidator(most)]


class OfficePhrase(models.Model):
    """A phrase of offices among themselves, which does not belong into an answer to a citizen."""

    class Strength(models.TextChoices):
        STRONG = "strong", _("Mạnh: luôn cảnh báo")
        WEAK = "weak", _("Nhẹ: chỉ cảnh báo trong câu trả lời ngắn, không nêu việc làm, ngày, căn cứ")

    text = models.CharField(_("cụm từ"), max_length=LONGEST, validators=[check_phrase])
    folded = models.CharField(max_length=120, unique=True, editable=False)
    strength = models.CharField(_("mức"), max_length=8, choices=Strength.choices, default=Strength.STRONG)
    active = models.BooleanField(_("đang dùng"), default=True)
    note = models.CharField(_("ghi chú"), max_length=200, blank=True, help_text=_("Vì sao có cụm từ này."))

    class Meta:
        verbose_name = _("cụm từ hành chính nội bộ")
        verbose_name_plural = _("cụm từ hành chính nội bộ")
        ordering = ["folded"]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = text.words(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Marks and case make no second phrase."""
        self.folded = text.words(self.text)
        if OfficePhrase.objects.filter(folded=self.folded).exclude(pk=self.pk).exists():
            raise ValidationError({"text": _("Cụm từ này đã có (không phân biệt dấu và chữ hoa).")})
        if self.active and OfficePhrase.objects.filter(active=True).exclude(pk=self.pk).count() >= MOST_PHRASES:
            raise ValidationError(_("Chỉ dùng được nhiều nhất %(most)d cụm từ."), params={"most": MOST_PHRASES})


class ComparisonLimits(models.Model):
    """From where on an agreement with an internal text counts; one row, and without it the built-in values hold."""

    run = models.PositiveSmallIntegerField(_("số chữ liền nhau trùng nhau"), default=8, validators=between("run"))
    share = models.PositiveSmallIntegerField(
        _("phần của một câu được kể lại (%)"), default=50, validators=between("share")
    )
    least = models.PositiveSmallIntegerField(
        _("số cặp chữ trùng tối thiểu trong một câu"), default=6, validators=between("least")
    )
    short = models.PositiveSmallIntegerField(
        _("số chữ tối đa của một câu trả lời ngắn"), default=40, validators=between("short")
    )
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ngưỡng đối chiếu trả lời")
        verbose_name_plural = _("ngưỡng đối chiếu trả lời")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    **{
                        f"{name}__{side}": bound
                        for name, bounds in BOUNDS.items()
                        for side, bound in zip(("gte", "lte"), bounds, strict=True)
                    }
                ),
                name="pakn_comparison_bounds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} / {self.share} % / {self.least} / {self.short}"
