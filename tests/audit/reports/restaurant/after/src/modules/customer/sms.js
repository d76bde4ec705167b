import { settings } from "../../config/settings.js";

export async function text(phone, body) {
  const { TWILIO_SID, TWILIO_TOKEN, TWILIO_NUMBER } = settings;
  const answer = await fetch(`https://api.twilio.com/2010-04-01/Accounts/${TWILIO_SID}/Messages.json`, {
    method: "POST",
    headers: { Authorization: `Basic ${Buffer.from(`${TWILIO_SID}:${TWILIO_TOKEN}`).toString("base64")}` },
    body: new URLSearchParams({ To: phone, From: TWILIO_NUMBER, Body: body }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok) throw new Error(`The message was refused: ${answer.status}`);
}
