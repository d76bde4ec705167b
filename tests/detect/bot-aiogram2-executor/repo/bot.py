from aiogram import Bot, Dispatcher, executor, types
from aiogram.contrib.fsm_storage.redis import RedisStorage2

from config import TOKEN

bot = Bot(token=TOKEN)
dp = Dispatcher(bot, storage=RedisStorage2(host="redis", port=6379))


@dp.message_handler(commands=["start"])
async def start(message: types.Message):
    await message.answer("Hello")


if __name__ == "__main__":
    executor.start_polling(dp, skip_updates=True)
