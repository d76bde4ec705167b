"""What the bot answers."""

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message


class Introduction(StatesGroup):
    """A conversation of one question."""

    name = State()


async def start(message: Message) -> None:
    await message.answer("Welcome! I say whatever you say. /name tells me yours.")


async def ask_name(message: Message, state: FSMContext) -> None:
    await state.set_state(Introduction.name)
    await message.answer("What is your name?")


async def take_name(message: Message, state: FSMContext) -> None:
    await state.set_state(None)
    await state.update_data(name=message.text)
    await message.answer(f"Hello, {message.text}!")


async def echo(message: Message, state: FSMContext) -> None:
    name = await state.get_value("name")
    await message.answer(f"{name}: {message.text}" if name else message.text or "")


def create_router() -> Router:
    """The first handler that fits an update gets it; commands before all else."""
    router = Router()
    router.message.register(start, CommandStart())
    router.message.register(ask_name, Command("name"))
    router.message.register(take_name, Introduction.name, F.text)
    router.message.register(echo, F.text)
    return router
