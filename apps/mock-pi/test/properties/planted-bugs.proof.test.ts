import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scenarios } from './any-scenario.ts'
import { startInProcess } from './in-process-mock.ts'
import { actionBugs } from './planted-action-bugs.ts'
import { ledgerBugs } from './planted-ledger-bugs.ts'
import { paymentBugs } from './planted-payment-bugs.ts'
import { payoutBugs } from './planted-payout-bugs.ts'
import { seedBug, worldBugs } from './planted-world-bugs.ts'
import { playScenario, rules } from './play-scenario.ts'
import { usualSeed } from './run-parameters.ts'

const bugs = [...payoutBugs, ...paymentBugs, ...ledgerBugs, ...actionBugs, ...worldBugs]
const numberOf = (rule: string) => rule.split(':')[0]

test.each(bugs)(
  '$foundBy finds it within 500 scenarios: $bug',
  async ({ foundBy, seed, plant }) => {
    const property = fc.asyncProperty(scenarios({ length: 12 }), async (scenario) => {
      const broken = await findBroken(() =>
        playScenario(startInProcess('properties', plant), scenario),
      )
      return numberOf(broken) !== foundBy
    })
    const parameters = { ...usualSeed(seed), numRuns: 500, endOnFailure: true }
    const { failed } = await fc.check(property, parameters)
    expect(failed).toBe(true)
  },
)

test('every invariant finds a planted bug', () => {
  const finders = new Set([...bugs, seedBug].map(({ foundBy }) => foundBy))
  expect([...finders].toSorted()).toEqual(rules.map(numberOf).toSorted())
})

test('the README lists every invariant as it is checked', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const rows = readme.matchAll(/^\| ([ADLU]\d+) +\| (.+?) +\|/gm)
  expect([...rows].map(([, number, rule]) => `${number}: ${rule}`)).toEqual(rules)
})

/** The first invariant that breaks; nothing when all hold. */
async function findBroken(play: () => Promise<unknown>): Promise<string> {
  try {
    await play()
    return ''
  } catch (error) {
    if (error instanceof Error && rules.includes(error.message.split('\n')[0] ?? '')) {
      return error.message
    }
    throw error
  }
}
