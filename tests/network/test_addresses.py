"""The table of networks has the shape that the code reads."""

from __future__ import annotations

import ipaddress

from cuibono.network.addresses import _table


def test_networks_and_ports_are_sound() -> None:
    rows = _table()
    for network in (*rows["closed4"], *rows["closed6"], *rows["open6"]):
        ipaddress.ip_network(network)
    assert {80, 443} <= set(rows["ports"])
