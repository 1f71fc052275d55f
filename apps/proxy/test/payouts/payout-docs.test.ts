import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { listUsage } from '../../src/commands/list-arguments.ts'
import { serverVariables } from '../../src/config/variables.ts'
import { createMetrics } from '../../src/telemetry/metrics.ts'
import { backoffFor } from '../../src/payouts/protocol/back-off.ts'
import { CALLS_PER_LEDGER, MAX_CALLS_AT_ONCE } from '../../src/payouts/worker/call-budget.ts'
import { alarmCodes } from '../../src/payouts/worker/limit-alarms.ts'
import { waitReasons, type WaitReason } from '../../src/payouts/model/payout.ts'
import { defaultSettings, type PayoutSettings } from '../../src/payouts/model/settings.ts'

const root = new URL('../../../../', import.meta.url)
const read = (path: string) => readFile(new URL(path, root), 'utf8')
const guide = await read('docs/payouts.md')
const configuration = await read('apps/proxy/docs/configuration.md')

/** The text under a heading of level 2, up to the next one. */
function chapter(title: string): string {
  const [, text] = guide.split(`\n## ${title}\n`)
  if (text == null) throw new Error(`No chapter ${title}`)
  return text.split('\n## ')[0] ?? ''
}

/** The start of payouts raises this one, before there is a runner. */
const BESIDE_THE_RUNNER = ['wrong_network']

test('each alarm has its paragraph: what it means, what to look at, what to do', () => {
  const paragraphs = new Map(
    chapter('Alarms')
      .split('\n### ')
      .slice(1)
      .map((section) => {
        const [heading = '', , paragraph = ''] = section.split('\n')
        return [heading.replaceAll('`', ''), paragraph]
      }),
  )
  expect([...paragraphs.keys()].sort()).toEqual([...alarmCodes, ...BESIDE_THE_RUNNER].sort())
  for (const [code, paragraph] of paragraphs) {
    const parts = /^\*\*It means:\*\* .{20,} \*\*Look at:\*\* .{5,} \*\*Do:\*\* .{5,}$/
    expect({ code, isWhole: parts.test(paragraph) }).toEqual({ code, isWhole: true })
    expect({ code, isShort: paragraph.length <= 500 }).toEqual({ code, isShort: true })
  }
})

const inWords: Record<number, string> = {
  [defaultSettings.ledgerMs]: 'one ledger',
  [defaultSettings.retryMaxMs]: '30 s',
  60_000: '1 minute',
  [defaultSettings.refusedMaxMs]: '15 minutes',
}

/** When others first go on, of a payout that waits for this reason again and again. */
function stepsAside(reason: WaitReason): string {
  for (let attempts = 0; attempts < 20; attempts += 1) {
    const { isAside } = backoffFor({ waitsFor: reason, attempts }, reason, settings)
    if (isAside) return attempts === 0 ? 'at once' : `after ${attempts} visits`
  }
  return 'no'
}
const settings: PayoutSettings = { ...defaultSettings, wallet: '', network: 'Pi Testnet' }

test('each reason to wait is listed with its longest wait, and whether others go on', () => {
  const rows = [
    ...chapter('Why a payout waits').matchAll(/^\| `(\w+)` +\| .* \| (.+?) +\| (.+?) +\|$/gm),
  ]
  expect(rows.map(([, reason]) => reason)).toEqual([...waitReasons])
  for (const reason of waitReasons) {
    const { delayMs } = backoffFor({ waitsFor: reason, attempts: 100 }, reason, settings)
    const row = rows.find(([, name]) => name === reason)?.slice(1)
    expect(row).toEqual([reason, inWords[delayMs], stepsAside(reason)])
  }
})

test('the bound of calls is the one that is kept', () => {
  const perMinute = (60_000 / defaultSettings.ledgerMs) * CALLS_PER_LEDGER
  expect(guide).toContain(
    `at most ${CALLS_PER_LEDGER} calls to Pi and ${CALLS_PER_LEDGER} to Horizon for each ledger`,
  )
  expect(guide).toContain(`that is ${perMinute} calls per minute to each`)
  expect(guide).toContain(`up to ${MAX_CALLS_AT_ONCE} may come at once`)
  expect(guide).toContain(`a ledger took allows ${CALLS_PER_LEDGER} more to each`)
})

test('each metric of payouts is listed, and no other', async () => {
  const metrics = createMetrics()
  metrics.watchPayouts(async () => undefined)
  metrics.seeLedger(0)
  const names = [...(await metrics.text()).matchAll(/^# HELP (aloha_\w+)/gm)].map(
    ([, name]) => name,
  )
  const isOfPayouts = (name = '') => /payout|lane|wallet|horizon|books|upstream_down/.test(name)
  const listed = [...chapter('Looking at it').matchAll(/`(aloha_\w+)[`{]/g)].map(([, name]) => name)
  for (const name of names.filter(isOfPayouts)) expect(listed).toContain(name)
  for (const name of listed) expect(names).toContain(name)
})

test('each option of payouts list is explained', () => {
  const options = [...listUsage.matchAll(/--[a-z-]+/g)].map(([option]) => option)
  expect(options.length).toBeGreaterThan(8)
  for (const option of options) expect(chapter('Looking at it')).toContain(`\`${option}`)
})

test('each setting has a row', () => {
  const rows = [...configuration.matchAll(/^\| (`[A-Z].*?) +\|/gm)].map(([, names]) => names).join()
  for (const name of Object.keys(serverVariables.shape)) expect(rows).toContain(`\`${name}\``)
})
