"""Settings: defaults, file, environment; what is wrong is said with the way out."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import UsageError
from pipeline.reading.fields import SYNONYMS
from pipeline.settings import HELP, Settings


def test_later_sources_win(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('workers = 2\noutput = "there"\nsince = 2024-01-01\n[map]\ntext = "BODY"\n')
    found = settings.load(config, {"PIPELINE_WORKERS": "3", "PIPELINE_FORCE": "yes", "HOME": "x"})
    assert (found.workers, found.output, found.since, found.force) == (3, Path("there"), date(2024, 1, 1), True)
    assert dict(found.map) == {"text": "BODY"}
    assert found.changed(workers="4", map="title=HEAD").workers == 4


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PIPELINE_WORKER": "2"}, "did you mean 'workers'"),
        ({"PIPELINE_TIMELIMIT": "2"}, "did you mean 'time_limit'"),
        ({"PIPELINE_XYZZYQQ": "2"}, "there are output, workers"),
        ({"PIPELINE_WORKERS": "two"}, "'two' is not allowed"),
        ({"PIPELINE_WORKERS": "0"}, "greater than 0"),
        ({"PIPELINE_FORCE": "perhaps"}, "'perhaps' is not allowed"),
        ({"PIPELINE_ENGINE": "spark"}, "local or inline"),
        ({"PIPELINE_SINCE": "yesterday"}, "'yesterday' is not allowed"),
        ({"PIPELINE_MAP": "BODY"}, "'BODY' is not allowed"),
        ({"PIPELINE_MAP": "txt=BODY"}, "no field 'txt'; did you mean 'text'"),
    ],
)
def test_a_wrong_setting_is_refused_with_the_way_out(environment: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        settings.load(None, environment)


@pytest.mark.parametrize("content", ["workers = ", b"\xff\xfe"])
def test_a_broken_file_is_refused(tmp_path: Path, content: str | bytes) -> None:
    config = tmp_path / "c.toml"
    config.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UsageError, match="TOML"):
        settings.load(config, {})
    with pytest.raises(UsageError, match="cannot be read"):
        settings.load(tmp_path / "none.toml", {})


def test_every_field_may_be_mapped() -> None:
    assert set(settings.MAPPED) == set(SYNONYMS)


def test_every_setting_is_explained() -> None:
    assert {f.name for f in fields(Settings)} == set(HELP)
