"""A page of SVG set as PDF."""

from __future__ import annotations

from pathlib import Path

from gridstudio.reports.sheet_pdf import sheet_pdf
from tests.other_programs import pdf_facts, text_of_pdf

SVG = """<svg width="420mm" height="297mm" viewBox="0 0 420 297" xmlns="http://www.w3.org/2000/svg">
<path d="M10 10 L400 280" stroke="#000000"/>
<text x="20" y="50" font-family="Noto Sans CJK SC" font-size="12">人民路网格 G01</text>
</svg>"""


def test_lines_and_texts_stay_such_on_a_page_of_that_size(tmp_path: Path) -> None:
    path = tmp_path / "map.pdf"
    path.write_bytes(sheet_pdf(SVG.encode(), 420, 297, "标题"))
    facts = pdf_facts(path)
    assert "1190.55 x 841.89 pts" in facts and "标题" in facts
    assert "人民路网格 G01" in text_of_pdf(path)
    assert pdf_facts(path, "pdfimages").count("\n") <= 2  # the headings and no picture
