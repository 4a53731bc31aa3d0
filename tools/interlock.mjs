#!/usr/bin/env node
// `npx interlock <command>`: the operator's tool, prepared if this checkout is bare, under the Node this repository pins.
import { prepare, runPinned } from './bootstrap.mjs'

await prepare()
process.exitCode = await runPinned('dist/tools/interlock/main.js', process.argv.slice(2))
