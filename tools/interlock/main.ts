#!/usr/bin/env node
import { buildProgram } from './program.js'
import { tellRefusal } from './refusal.js'

// `interlock … | head` closes our output early: that is no fault
process.stdout.on('error', () => process.exit())
try {
  await buildProgram().parseAsync()
} catch (error) {
  process.exitCode = tellRefusal(error)
}
