// Serves one Lambda function of Node.js on loopback, as far as its code can tell like Lambda.
//
// node lambda_runtime.js PORT framework.onEvent, in the folder of the code. Answers a POST of the
// event with {"result": ...}, or with {"error": ...} as Lambda words it.
"use strict";

const http = require("http");
const https = require("https");
const path = require("path");

const [port, entry] = process.argv.slice(2);
const [file, name] = entry.split(".");
// The provider framework takes host and path from a ResponseURL and not the port, and 443 is root's.
https.globalAgent.defaultPort = Number(process.env.RESPONSE_PORT);
const handler = require(path.resolve(file))[name];

async function answer(event) {
  try {
    return { result: (await handler(event, {})) ?? null };
  } catch (error) {
    const trace = error.stack.split("\n");
    return { error: { errorType: error.name, errorMessage: error.message, trace } };
  }
}

http
  .createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    if (request.method === "GET") return response.end();
    response.end(JSON.stringify(await answer(JSON.parse(Buffer.concat(parts)))));
  })
  .listen(Number(port), "127.0.0.1");
