"""A participant's phone without a screen: it speaks to the server as Streamlit's own program in a browser does.

A room of sixty real browsers needs more than one machine; sixty of these need a few seconds of one processor.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState


class Phone:
    """One participant, from the address with the code to the grades. patience: seconds that any answer may take."""

    def __init__(self, port: int, code: str, *, patience: float = 120) -> None:
        self._address, self._code, self._patience = f"127.0.0.1:{port}", code, patience
        self._socket: Any = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._texts: dict[tuple[int, ...], str] = {}
        self._buttons: dict[str, str] = {}
        self._groups: dict[str, Any] = {}
        self._states: dict[str, WidgetState] = {}
        self._kept = ""
        self._looks = ("", 0.0)  # which part of the page looks again by itself, and how often
        self._heard = asyncio.Condition()

    async def join(self) -> str:
        """Open the address that the QR code has, and take a place. What the session calls this participant."""
        self._socket = await websockets.connect(
            f"ws://{self._address}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(f"http://{self._address}"),
            max_size=None,
        )
        self._begin(self._listen())
        await self._ask()
        await self._until(lambda: "Join" in self._buttons)
        await self._ask(pressed=self._buttons["Join"])
        await self._until(lambda: bool(self._said("You are <b>")))
        return self._said("You are <b>").split("You are <b>")[1].split("</b>")[0]

    async def grade(self, element: str, point: int, done: str) -> None:
        """Give one grade, and wait until the page says so. done: in its words, such as "1 of 7 graded"."""
        state = WidgetState(id=self._groups[element].id)
        state.string_array_value.data.append(str(point))
        self._states[element] = state
        await self._ask(part=self._looks[0])
        await self._until(lambda: bool(self._said(done)))

    async def sees_closed(self, element: str) -> None:
        """Wait until an element cannot be graded any more."""
        await self._until(lambda: self._groups[element].disabled)

    async def leave(self) -> None:
        """Close the page."""
        for task in self._tasks:
            task.cancel()
        await self._socket.close()

    def _begin(self, work: Any) -> None:
        self._tasks.add(asyncio.create_task(work))

    def _said(self, words: str) -> str:
        return next((text for text in self._texts.values() if words in text), "")

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async def wait() -> None:
            async with self._heard:
                await self._heard.wait_for(is_so)

        await asyncio.wait_for(wait(), self._patience)

    async def _ask(self, *, part: str = "", pressed: str = "", by_itself: bool = False) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name = f"code={self._code}", "join"
        asked.fragment_id, asked.is_auto_rerun = part, by_itself
        states = [*self._states.values(), *([WidgetState(id=pressed, trigger_value=True)] if pressed else [])]
        asked.widget_states.widgets.extend(states)
        await self._socket.send(message.SerializeToString())

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(self._looks[1])
            await self._ask(part=self._looks[0], by_itself=True)

    async def _listen(self) -> None:
        async for raw in self._socket:
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            if kind == "auto_rerun":
                if not self._looks[0]:
                    self._begin(self._look_again())
                self._looks = (message.auto_rerun.fragment_id, message.auto_rerun.interval)
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._draw(tuple(message.metadata.delta_path), message.delta.new_element)
            async with self._heard:
                self._heard.notify_all()

    def _draw(self, place: tuple[int, ...], element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "html":
            self._texts[place] = element.html.body
        elif kind == "button":
            self._buttons[element.button.label] = element.button.id
        elif kind == "button_group":
            self._groups[element.button_group.label] = element.button_group
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith("browser_memory"):
            self._remember(element.bidi_component)

    def _remember(self, memory: Any) -> None:
        """What browser_memory.js does."""
        write = json.loads(memory.json)["write"]
        self._kept = self._kept if write is None else write
        told = json.dumps({"kept": f"={self._kept}"})
        known = self._states.get("memory")
        if known is None or known.json_value != told:
            self._states["memory"] = WidgetState(id=memory.id, json_value=told)
            self._begin(self._ask())
