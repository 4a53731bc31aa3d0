import { spawnSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { accessRules, topicPlans } from '#core/catalogue'
import { DATABASE_ROLES } from '#platform/config'
import { loginsOf } from '#platform/postgres'
import { theCatalogue } from '#testkit/catalogue'
import { planScript } from './plan.js'

const catalogue = theCatalogue()
const script = planScript({ catalogue, prefix: 'training.', database: 'interlock' })
const lines = script.split('\n')

describe('the plan for named servers', () => {
  it('makes every topic with its partitions and settings, under the prefix', () => {
    for (const { topic, partitions, config } of topicPlans(catalogue, 'training.')) {
      const made = lines.filter((line) => line.startsWith(`topic ${topic} `))
      expect(made).toHaveLength(1)
      expect(made[0]).toContain(`--partitions ${partitions}`)
      for (const [name, value] of Object.entries(config)) expect(made[0]).toContain(`${name}=${value}`)
    }
  })

  it('makes every principal and every rule of the contracts, and no other', () => {
    const { principals } = accessRules(catalogue, 'training.')
    expect(lines.filter((line) => line.startsWith('user '))).toEqual(
      principals.map(({ principal }) => `user ${principal}`),
    )
    const rules = lines.filter((line) => line.startsWith('acl '))
    expect(rules).toHaveLength(principals.flatMap((each) => each.rules).length)
    for (const { principal, rules: own } of principals)
      for (const { resource, name, pattern, operations } of own)
        expect(rules).toContain(
          `acl --allow-principal User:${principal} ${operations.map((each) => `--operation ${each.toLowerCase()}`).join(' ')} --${resource} ${name} --resource-pattern-type ${pattern}`,
        )
    expect(rules.filter((rule) => !rule.includes('training.'))).toEqual([])
  })

  it('makes a role with a password for everybody who logs in to the database', () => {
    expect(lines.filter((line) => line.startsWith('role '))).toEqual(
      loginsOf(DATABASE_ROLES).map((role) => `role ${role}`),
    )
  })

  it('is a script that a shell can read, holds no secret, and runs nothing without its settings', () => {
    expect(spawnSync('bash', ['-n'], { input: script }).status).toBe(0)
    expect(script).not.toMatch(/password '[^%]/)
    expect(spawnSync('bash', ['-s'], { input: script, env: { PATH: '/usr/bin:/bin' } }).status).not.toBe(0)
  })
})
