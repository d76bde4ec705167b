import mongoose from "mongoose";

import { app } from "./app.js";

await mongoose.connect(process.env.MONGO_URL);

app.listen(process.env.PORT ?? 3000);
