"""Does a text promise a day? Vietnamese ways of writing dates, beside the words of a promise."""

from datetime import date

import pytest

from pakn_plugin.promising import promised_days

TODAY = date(2026, 3, 4)


def found(body: str) -> list[str]:
    return [body[start:end] for start, end in promised_days(body, TODAY)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Đơn vị sẽ hoàn thành trước 30/4.", ["30/4"]),
        ("Sẽ xong trước ngày 30/04/2026 và báo lại.", ["30/04/2026"]),
        ("Chậm nhất 30-4-2026 đèn sẽ sáng.", ["30-4-2026"]),
        ("Muộn nhất là 30.04.2026.", ["30.04.2026"]),
        ("Dự kiến xong ngày 30 tháng 4 năm 2026.", ["30 tháng 4 năm 2026"]),
        ("Sẽ sửa trong tháng 5/2026.", ["tháng 5/2026"]),
        ("Phấn đấu hoàn thành quý II năm 2026.", ["quý II năm 2026"]),
        ("Nhà thầu SẼ LÀM XONG TUẦN TỚI.", ["TUẦN TỚI"]),
        ("se xong truoc 30/4", ["30/4"]),
        ("Hẹn ông bà ngày mai.", ["ngày mai"]),
        ("The lamp will be replaced by 30/4/2026.", ["30/4/2026"]),
        ("Sẽ dọn ngày 10/3 và trồng cây ngày 20/3.", ["10/3", "20/3"]),
    ],
)
def test_it_finds_days_that_are_promised(body: str, expected: list[str]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Đã thay bóng ngày 2/3/2026.",
        "Đã sửa xong; hạn mức áp dụng từ 30/4/2026.",
        "Sẽ theo dõi. Hội nghị ngày 30/4/2026 đã được thông báo.",
        "Sẽ thay các bóng đã hỏng từ 2/3/2026.",
        "Sẽ rút kinh nghiệm từ cuộc họp ngày 15/1.",
        "Sẽ áp dụng khoản 2, điều 45/2020 của văn bản.",
        "Sẽ xong trước 31/2/2026.",
        "Số điện thoại sẽ là 0258.3.822.822.",
        "Sẽ kiểm tra 45/13/2026.",
    ],
)
def test_what_promises_no_day_is_left_alone(body: str) -> None:
    assert found(body) == []


def test_a_day_without_a_year_is_the_next_one() -> None:
    december = date(2026, 12, 10)
    assert promised_days("Sẽ xong trước 15/1.", december)
    assert not promised_days("Sẽ xong trước 1/12.", december)


def test_today_is_no_promise_any_more() -> None:
    assert found("Sẽ xong trước 4/3/2026.") == []
    assert found("Sẽ xong trước 5/3/2026.") == ["5/3/2026"]


def test_places_hold_for_text_that_was_not_composed() -> None:
    import unicodedata

    body = "Đơn vị sẽ hoàn thành trước 30/4."
    assert promised_days(unicodedata.normalize("NFD", body), TODAY) == promised_days(body, TODAY)
