"""The address and the key of a server, as people write them, and the client for it."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import httpx2
from openai import AsyncAzureOpenAI, AsyncOpenAI, DefaultAsyncHttpx2Client

from refiner.errors import SettingsError
from refiner.hosts import is_loopback

OPENAI_URL = "https://api.openai.com/v1"
CONNECT_SECONDS = 5.0
AZURE_API_VERSION = "2024-10-21"
FOUNDRY_API_VERSION = "2024-05-01-preview"  # of Azure's addresses that end in /models
NO_KEY = "none"  # servers without keys need a header all the same
_CALL_PATH = re.compile(r"/(?:(?:chat/)?completions|audio/transcriptions)/?$")
_AZURE_HOST = re.compile(r"\.(?:openai|cognitiveservices|services\.ai)\.azure\.(?:com|us|cn)\Z")
_PROJECT_PATH = re.compile(r"/api/projects/[^/]+\Z")
_AZURE_PATH = re.compile(r"^(?P<base>.*?)/openai(?:/deployments/(?P<deployment>[^/]+))?$")


def parse_address(url: str) -> httpx2.URL:
    """Raises SettingsError unless `url` is an http or https address.

    The whole address of the call, as some pages give it, is taken for its beginning.
    """
    try:
        parts = urlsplit(url.strip())
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            parsed = httpx2.URL(url.strip())
            return parsed.copy_with(path=_CALL_PATH.sub("", parsed.path).rstrip("/") or "/")
    except (httpx2.InvalidURL, ValueError):
        pass
    raise SettingsError("OPENAI_BASE_URL", "must be an http or https address")


def parse_key(key: str | None) -> str | None:
    """Raises SettingsError for a key that no HTTP header can hold."""
    key = (key or "").strip()
    if not (key.isascii() and key.isprintable()):
        raise SettingsError("OPENAI_API_KEY", "contains characters that a key cannot have")
    return key or None


@cache
def _load_certificates(trust_env: bool, files: tuple[str | None, str | None]) -> ssl.SSLContext:
    """Certificates, read once a process, as that takes longer than a run; `files`: a key."""
    del files
    return httpx2.create_ssl_context(trust_env=trust_env)


_with_slash: set[str] = set()  # addresses of calls that their server wants with a slash at the end


async def _add_slash(request: httpx2.Request) -> None:
    if str(request.url.copy_with(query=None)) in _with_slash:
        request.url = request.url.copy_with(path=request.url.path + "/")


async def _drop_bearer(request: httpx2.Request) -> None:
    request.headers.pop("authorization", None)  # there it would be read as a login's token


def create_client(url: httpx2.URL, key: str | None) -> AsyncOpenAI:
    """A client without retries and redirects; Azure's if the address is one of Azure's."""
    query = dict(parse_qsl(url.query.decode("ascii", "replace")))
    address = url.copy_with(query=None)
    is_azure = _AZURE_HOST.search(url.host) is not None or "api-version" in query
    if is_azure and _PROJECT_PATH.search(address.path):  # as the portal shows it
        address = address.copy_with(path=f"{address.path}/openai/v1")
    is_foundry = is_azure and address.path.endswith("/models")
    if is_foundry:
        query.setdefault("api-version", FOUNDRY_API_VERSION)
    timeout = httpx2.Timeout(None, connect=CONNECT_SECONDS)
    # A proxy cannot reach this machine. A redirect would take key and transcript elsewhere.
    trust_env = not is_loopback(url.host)
    files = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    http_client = DefaultAsyncHttpx2Client(
        verify=_load_certificates(trust_env, files),
        trust_env=trust_env,
        follow_redirects=False,
        event_hooks={"request": [_add_slash, *([_drop_bearer] if is_foundry else [])]},
    )
    has_deployments = is_azure or "/openai/deployments/" in address.path
    if is_foundry or not has_deployments or "/openai/v1" in address.path:  # as anyone's
        return AsyncOpenAI(
            api_key=key or NO_KEY,
            base_url=address,
            default_headers={"api-key": key or NO_KEY} if is_foundry else None,
            default_query=query,
            max_retries=0,
            timeout=timeout,
            http_client=http_client,
        )
    version = query.pop("api-version", None) or os.environ.get("OPENAI_API_VERSION")
    place = _AZURE_PATH.match(address.path.rstrip("/"))
    base = place["base"] if place else address.path.rstrip("/")
    return AsyncAzureOpenAI(
        api_key=key or NO_KEY,
        azure_endpoint=str(address.copy_with(path=base or "/")).rstrip("/"),
        azure_deployment=place["deployment"] if place else None,
        api_version=version or AZURE_API_VERSION,
        default_query=query,
        max_retries=0,
        timeout=timeout,
        http_client=http_client,
    )


def note_slash(url: httpx2.URL, headers: Mapping[str, str]) -> bool:
    """True if a call to `url` was redirected to the same place with a slash: it gets one."""
    try:
        target = url.join(headers.get("location", ""))
    except (httpx2.InvalidURL, ValueError):
        return False
    if (target.host, target.path) != (url.host, f"{url.path}/"):
        return False
    _with_slash.add(str(url))
    return True


def find_redirect(url: httpx2.URL, headers: Mapping[str, str]) -> httpx2.URL | None:
    """The new base address if a call to `url` was redirected on the same server, else None."""
    try:
        target = url.join(headers.get("location", ""))
    except (httpx2.InvalidURL, ValueError):
        return None
    upgraded = (url.scheme, target.scheme, target.port) == ("http", "https", None)
    same_server = (url.scheme, url.port) == (target.scheme, target.port)
    if target.host != url.host or not (same_server or upgraded):
        return None
    if not _CALL_PATH.search(target.path):
        return None
    return target.copy_with(path=_CALL_PATH.sub("", target.path) + "/", query=None)
