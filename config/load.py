"""A TOML file into validated settings, or one error that says where, what and what to do."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


class ConfigError(Exception):
    """The file cannot be used; its text is for the person who edits it."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__(f"{path} cannot be used:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.path = path
        self.problems = problems


def load(path: Path, model: type[M]) -> M:
    """The settings in the file at path.

    Raises:
        ConfigError: the file is missing, is not TOML, or says something that cannot be.
    """
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigError(path, [f"it cannot be read: {error.strerror}"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(path, [f"it is not TOML: {error}"]) from error
    except ValidationError as error:
        raise ConfigError(
            path, [_say(problem["loc"], problem["type"], problem["msg"]) for problem in error.errors()]
        ) from error


def _say(where: tuple[int | str, ...], kind: str, message: str) -> str:
    place = ".".join(str(part) for part in where) or "the file"
    match kind:
        case "extra_forbidden":
            return f"{place}: there is no such setting; look for a typing error, or remove the line"
        case "missing":
            return f"{place}: this setting is missing; add it"
        case _:
            return f"{place}: {message}"
