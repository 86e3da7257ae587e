"""Requests to the open internet, and to nowhere else: what pages and registers are fetched through.

The name is resolved here, every address checked, and the connection made to a checked address: between check and use nothing
can change it, and host name and certificate stay those of the address that was asked for. Redirects are followed by hand, each
checked like the first. One deadline covers all connecting, waiting and reading; looking up a name has the system's own.
"""

from cuibono.network.addresses import PORTS, Resolver, ascii_host, checked_url, is_public, system_resolver
from cuibono.network.exchange import MAX_REDIRECTS, Network, exchange, next_address

__all__ = [
    "MAX_REDIRECTS",
    "PORTS",
    "Network",
    "Resolver",
    "ascii_host",
    "checked_url",
    "exchange",
    "is_public",
    "next_address",
    "system_resolver",
]
