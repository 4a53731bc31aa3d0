import { expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { CONTRACT_SCHEMAS } from './index.js'

it.each(Object.entries(CONTRACT_SCHEMAS))(
  'the schema of %s is JSON Schema 2020-12 without unknown keywords',
  (_, schema) => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false })
    expect(() => ajv.compile(schema)).not.toThrow()
  },
)
