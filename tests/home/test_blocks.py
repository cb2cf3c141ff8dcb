"""What an editor puts into a body comes out as accessible HTML."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.documents.models import Document

from home.models import CustomImage


@pytest.fixture
def image(db: None) -> CustomImage:
    from io import BytesIO

    out = BytesIO()
    Image.new("RGB", (900, 600), "navy").save(out, "JPEG")
    file = ContentFile(out.getvalue(), name="anh.jpg")
    return CustomImage.objects.create(title="Vịnh", description="Vịnh lúc sáng", credit="Lê Thu Hà", file=file)


def render(client: Any, add_page: Any, body: list[Any], **fields: Any) -> str:
    page = add_page("Trang thử", body=body, **fields)
    return client.get(page.url).content.decode()


def picture(image: CustomImage, **values: str) -> dict[str, Any]:
    image.contextual_alt_text, image.decorative = "Vịnh lúc sáng", False
    return {"image": image, "caption": "", "credit": "", **values}


def test_a_picture_has_alternative_text_and_credit(client: Any, add_page: Any, image: CustomImage) -> None:
    html = render(client, add_page, [("picture", picture(image, caption="Bình minh"))])
    assert 'alt="Vịnh lúc sáng"' in html
    assert "Bình minh" in html
    assert "Ảnh: Lê Thu Hà" in html


def test_a_block_may_name_another_credit(client: Any, add_page: Any, image: CustomImage) -> None:
    assert "Ảnh: Trần An" in render(client, add_page, [("picture", picture(image, credit="Trần An"))])


def test_the_lead_picture_shows_its_credit(client: Any, add_page: Any, image: CustomImage) -> None:
    html = render(client, add_page, [], lead_image=image)
    assert "Ảnh: Lê Thu Hà" in html
    assert 'property="og:image"' in html


def test_heading_quote_and_remark(client: Any, add_page: Any) -> None:
    html = render(
        client,
        add_page,
        [
            ("heading", {"text": "Mục <một>"}),
            ("quote", {"text": "Lời nói", "author": "An", "role": "Người dân"}),
            ("callout", {"title": "Lưu ý", "text": "<p>Chú ý</p>", "link_text": "", "link_page": None}),
        ],
    )
    assert "<h2>Mục &lt;một&gt;</h2>" in html
    assert "An, Người dân" in html
    assert 'aria-label="Lưu ý"' in html


def test_a_gallery_shows_all_its_pictures_at_once(client: Any, add_page: Any, image: CustomImage) -> None:
    body = [("gallery", {"title": "Bộ ảnh", "pictures": [picture(image), picture(image)]})]
    assert render(client, add_page, body).count('alt="Vịnh lúc sáng"') == 2


def test_documents_tell_type_and_size(client: Any, add_page: Any) -> None:
    document = Document.objects.create(title="Quy chế", file=ContentFile(b"x" * 3000, name="quy-che.pdf"))
    html = render(client, add_page, [("documents", {"title": "", "documents": [document]})])
    assert "PDF, 2 KB" in html
