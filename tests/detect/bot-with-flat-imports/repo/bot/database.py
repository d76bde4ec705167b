import pymongo

import config

client = pymongo.MongoClient(config.mongo_url)
