"""Recordings in the containers of phones, browsers and meetings, written by PyAV for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from refiner.audio.decoding import RATE, Samples

CODECS = {
    "wav": "pcm_s16le",
    "mp3": "mp3",
    "m4a": "aac",
    "mp4": "aac",
    "flac": "flac",
    "ogg": "libopus",
    "opus": "libopus",
    "mka": "libopus",
    "webm": "libopus",
}


def write_media(path: Path, *tracks: Samples, **options: str) -> Path:
    """A file of the kind that its name says; a track is one row of samples a channel."""
    import av

    with av.open(str(path), "w", options=options) as container:
        layouts = ["mono" if len(track) == 1 else "stereo" for track in tracks]
        codec = CODECS[path.suffix[1:]]
        streams: list[Any] = [
            container.add_stream(codec, rate=RATE, layout=layout) for layout in layouts
        ]
        for stream, track, layout in zip(streams, tracks, layouts, strict=True):
            frame = av.AudioFrame.from_ndarray(track, format="s16p", layout=layout)
            frame.sample_rate = RATE
            for packet in [*stream.encode(frame), *stream.encode(None)]:
                container.mux(packet)
    return path
