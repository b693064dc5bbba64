"""Run by `forum.base.child`: a picture unpacked and packed anew, so that only what is seen is left.

Position, camera, comments, previews and whatever hangs on behind the picture are gone.
Input: a JSON line, {"pixels": how many at most, "side": the longest one of the copy}; then the picture's bytes.
Output: a JSON line, {} or {"why_not": word}; then the copy, a PNG of a PNG and a JPEG of a JPEG.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps

warnings.simplefilter("ignore")


def rewrite(data: bytes, *, pixels: int, side: int) -> tuple[str, bytes]:
    """Why not, and the copy."""
    Image.MAX_IMAGE_PIXELS = pixels  # Pillow raises above twice as many
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        if image.width * image.height > pixels:
            return "large", b""
        return "", _packed(_plain(image, side), str(image.format))
    except Image.DecompressionBombError:
        return "large", b""
    except (OSError, SyntaxError, ValueError):
        return "broken", b""


def _plain(image: Image.Image, side: int) -> Image.Image:
    """The pixels alone, upright, in a picture of their own: nothing that stood beside them comes along."""
    is_clear = image.has_transparency_data and image.format == "PNG"
    image.draft("RGB", (side, side))
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    image.thumbnail((side, side))
    seen = image.convert("RGBA") if is_clear else _in_srgb(image, profile) or image.convert("RGB")
    plain = Image.new(seen.mode, seen.size)
    plain.paste(seen)
    return plain


def _in_srgb(image: Image.Image, profile: Any) -> Image.Image | None:
    """The colours that the profile means: phones' photos and printers' pictures have other ones than browsers guess."""
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return None
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _packed(plain: Image.Image, as_format: str) -> bytes:
    out = io.BytesIO()
    plain.save(out, as_format, **({"quality": 88} if as_format == "JPEG" else {}))
    return out.getvalue()


if __name__ == "__main__":
    asked = json.loads(sys.stdin.buffer.readline())
    why_not, copy = rewrite(sys.stdin.buffer.read(), **asked)
    said = {"why_not": why_not} if why_not else {}
    sys.stdout.buffer.write(f"{json.dumps(said)}\n".encode() + copy)
