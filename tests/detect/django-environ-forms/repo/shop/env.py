from environs import Env

other = Env()
