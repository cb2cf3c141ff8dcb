"""What a page's body is made of. One family for every page type, so that an editor learns it once."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

PROSE = ["bold", "italic", "h3", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.StructBlock):
    """A section's title; the page's own title is the only first-level one."""

    text = blocks.CharBlock(label=_("Tiêu đề mục"), max_length=160)

    class Meta:
        icon = "title"
        label = _("Tiêu đề mục")
        template = "home/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text, caption and credit."""

    image = ImageBlock(label=pgettext_lazy("block", "Ảnh"))
    caption = blocks.CharBlock(label=_("Chú thích"), required=False, max_length=250)
    credit = blocks.CharBlock(
        label=_("Nguồn ảnh"),
        required=False,
        max_length=200,
        help_text=_("Để trống thì lấy nguồn đã ghi trong thư viện ảnh."),
    )

    class Meta:
        icon = "image"
        label = pgettext_lazy("block", "Ảnh")
        template = "home/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    """Someone's words, with who said them."""

    text = blocks.TextBlock(label=_("Lời trích"))
    author = blocks.CharBlock(label=_("Người nói"), required=False, max_length=120)
    role = blocks.CharBlock(label=_("Chức danh"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Trích dẫn")
        template = "home/blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    """A short remark that must not be overlooked, with one optional thing to do."""

    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=120)
    text = blocks.RichTextBlock(label=_("Nội dung"), features=["bold", "italic", "link", "ul"])
    link_text = blocks.CharBlock(label=_("Chữ trên nút"), required=False, max_length=60)
    link_page = blocks.PageChooserBlock(label=_("Nút dẫn tới trang"), required=False)

    class Meta:
        icon = "warning"
        label = _("Lưu ý")
        template = "home/blocks/callout.html"


class GalleryBlock(blocks.StructBlock):
    """Pictures side by side, all to be seen at once: nothing slides."""

    title = blocks.CharBlock(label=_("Tiêu đề"), required=False, max_length=120)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Các ảnh"), min_num=2, max_num=12)

    class Meta:
        icon = "image"
        label = _("Bộ ảnh")
        template = "home/blocks/gallery.html"


class DocumentListBlock(blocks.StructBlock):
    """Files to download, with type and size."""

    title = blocks.CharBlock(label=_("Tiêu đề"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Các tệp"), min_num=1, max_num=20)

    class Meta:
        icon = "doc-full"
        label = _("Danh sách tài liệu")
        template = "home/blocks/documents.html"


class BodyBlock(blocks.StreamBlock):
    """The body of every page."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(label=_("Đoạn văn"), icon="pilcrow", features=PROSE, template="home/blocks/text.html")
    picture = PictureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    gallery = GalleryBlock()
    documents = DocumentListBlock()
