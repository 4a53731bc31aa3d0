import { expect, it } from '@jest/globals'
import { drift, generatedFiles } from '../../tools/contracts/generated-files.js'

/** Laying out a thousand lines of types and tables takes a second alone, and more beside other suites. */
const PATIENCE_MS = 120_000

it(
  'everything generated from the contracts is committed as they give it, and comes out the same each time',
  async () => {
    const files = await generatedFiles(process.cwd())
    expect(drift(process.cwd(), files)).toEqual([])
    expect(await generatedFiles(process.cwd())).toEqual(files)
  },
  PATIENCE_MS,
)
