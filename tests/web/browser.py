"""A small browser over the test client: forms with their tokens, links, marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from starlette.testclient import TestClient

from cuibono.web.desk import Desk
from cuibono.web.store import Store

ARTICLE = """Money and media in the capital

The Vlast magazine said on 3 March 2021 that the National Endowment for Democracy funded Human Rights Watch in 2020.
Rupert Murdoch owns RT. The National Endowment for Democracy is funded by the Government of the United States.
The Quiet Lantern Society is owned by the National Endowment for Democracy.
"""


class Browser:
    """One person's browser."""

    def __init__(self, app: Any, *, base: str = "http://localhost") -> None:
        self.http = TestClient(app, base_url=base, follow_redirects=False)
        self._app = app

    @property
    def desk(self) -> Desk:
        """What the app works with."""
        desk: Desk = self._app._app.state.desk
        return desk

    @property
    def store(self) -> Store:
        return self.desk.store

    def get(self, address: str, **given: Any) -> Any:
        return self.http.get(address, **given)

    def token(self, address: str = "/") -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]{128})"', self.get(address).text)
        assert found, f"{address}: no form"
        return found[1]

    def post(self, address: str, data: Mapping[str, Any], *, at: str = "/", **given: Any) -> Any:
        return self.http.post(address, data={"csrf": self.token(at), **data}, **given)

    def hand_in(self, text: str = ARTICLE, **options: str) -> str:
        """Hand in a text; where its check is."""
        answer = self.post("/checks", {"text": text, **options})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def claims(self, check: str) -> Sequence[str]:
        """Ids of the claims on a check's page, in order."""
        return re.findall(r'data-claim="([0-9a-f]+)"', self.get(check).text)

    def words(self, address: str) -> str:
        """A page's text without its markup."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.get(address).text)).split())


def alerts(text: str) -> list[str]:
    """What a page warns of."""
    return [unescape(found) for found in re.findall(r'role="alert">(.*?)</p>', text)]
