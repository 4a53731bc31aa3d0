import { expect, it } from '@jest/globals'
import { drift, generatedFiles } from '../../tools/contracts/generated-files.js'

it('everything generated from the contracts is committed as they give it', async () => {
  expect(await drift(process.cwd())).toEqual([])
})

it('the same contracts give the same files', async () => {
  expect(await generatedFiles(process.cwd())).toEqual(await generatedFiles(process.cwd()))
})
