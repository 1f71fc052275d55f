import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startMockPi } from '@aloha-pi/mock-pi'
import { startProxy } from '@aloha-pi/proxy'
import { expect, test } from 'vitest'
import { readDocument } from './deploy-file.ts'
import { readAlerts, readDashboard, readQuery } from './read-queries.ts'

/** Of every target of Prometheus. */
const OF_PROMETHEUS = new Set(['up', 'job', 'instance', 'le'])

/** What a proxy with a wallet exposes. */
async function scrape(): Promise<string> {
  const mock = await startMockPi({ settings: { ledger_close: 'instant' } })
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-proxy-metrics-'))
  const proxy = await startProxy(
    {
      PI_API_URL: mock.url,
      PI_API_KEY: mock.apiKey,
      PI_WALLET_ADDRESS: mock.wallet.address,
      PI_WALLET_SEED: mock.wallet.seed,
      DATA_DIR: path.join(folder, 'data'),
      PORT: '0',
      METRICS_PORT: '0',
      PAYOUT_LEDGER_MS: '100',
    },
    { log: () => undefined },
  )
  try {
    // The first payout reads the wallet and the ledger.
    const uid = mock.world.users.find('alice')?.grants.get(mock.appId)?.uid
    const payment = { amount: 1, memo: 'A refund', metadata: { order: 1 }, uid }
    const { status } = await fetch(`${proxy.url}/v1/transaction/a2u/create`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${proxy.developmentKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ payment }),
    })
    expect(status).toBe(200)
    return await (await fetch(`${proxy.metricsUrl}/metrics`)).text()
  } finally {
    await proxy.close()
    await mock.close()
    await rm(folder, { recursive: true })
  }
}
const exposed = await scrape()
const histograms = new Set([...exposed.matchAll(/^# TYPE (\w+) histogram$/gm)].map(([, n]) => n))
const metrics = new Set([...exposed.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name))
const alerts = readAlerts()
const { panels, templating } = readDashboard()
const targets = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => [title, expr] as const),
)
/** As GitHub makes anchors. */
const anchors = new Set(
  [...readDocument('docs/payouts.md').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  ),
)

function isExposed(name: string): boolean {
  const [, base = '', part] = /^(.*?)(_bucket|_count|_sum)?$/.exec(name) ?? []
  return metrics.has(name) || (part != null && histograms.has(base)) || OF_PROMETHEUS.has(name)
}

test.each([...alerts.map(({ alert, expr }) => [alert, expr] as const), ...targets])(
  '%s asks only for metrics that the proxy exposes, with their labels',
  (_, expr) => {
    const query = readQuery(expr)
    expect(query.faults).toEqual([])
    expect(query.metrics.length).toBeGreaterThan(0)
    expect(query.metrics.filter((name) => !isExposed(name))).toEqual([])
  },
)

test('a query that is wrong, and a metric that does not exist, are found', () => {
  expect(readQuery('sum by (job) (rate(aloha_payouts[5m]) > 0').faults).not.toEqual([])
  expect(readQuery('max(aloha_payout{job=~"$job"})').metrics.filter(isExposed)).toEqual([])
})

test('each alert has a severity and a summary, and leads to its paragraph', () => {
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length)
  for (const { alert, expr, labels, annotations } of alerts) {
    expect({ alert, ...labels }).toEqual({
      alert,
      severity: expect.stringMatching(/^(page|ticket|note)$/),
    })
    expect(annotations.summary.length).toBeGreaterThan(10)
    const [, anchor = ''] = /^docs\/payouts\.md#(.+)$/.exec(annotations.runbook) ?? []
    const codes = codesOf(expr)
    const wanted = anchor === '{{ $labels.code }}' ? codes : [anchor]
    expect({ alert, anchors: wanted.filter((each) => !anchors.has(each)) }).toEqual({
      alert,
      anchors: [],
    })
    expect(wanted.length).toBeGreaterThan(0)
  }
})

function codesOf(expr: string): string[] {
  return /code=~"([^"]+)"/.exec(expr)?.[1]?.split('|') ?? []
}

test('each alarm of payouts has an alert, and no alert waits for another one', () => {
  const raised = [...exposed.matchAll(/^aloha_payout_alarms_total\{code="(\w+)"\} 0$/gm)].map(
    ([, code]) => code,
  )
  expect(raised.length).toBeGreaterThan(20)
  const watched = alerts.flatMap(({ expr }) => codesOf(expr))
  expect(watched.toSorted()).toEqual(raised.toSorted())
})

test('the alerts that are no alarm have paragraphs that say what to look at and what to do', () => {
  const [, chapter = ''] = readDocument('docs/payouts.md').split('\n## Alerts\n')
  const sections = chapter.split('\n## ')[0]?.split('\n### ').slice(1) ?? []
  const names = sections.map((each) => /^`(\w+)`\n/.exec(each)?.[1])
  const ofAlerts = new Set(alerts.map(({ alert }) => alert))
  expect(names.filter((name) => name == null || !ofAlerts.has(name))).toEqual([])
  for (const section of sections) {
    expect(section).toMatch(/\*\*It means:\*\* .{20,} \*\*Look at:\*\* .{20,} \*\*Do:\*\* .{20,}/)
  }
})

test('each panel of the dashboard has its place, and every metric of payouts is on it', () => {
  const ids = panels.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const taken = new Set<string>()
  for (const { title, gridPos } of panels) {
    const { x, y, w, h } = gridPos
    expect(x + w).toBeLessThanOrEqual(24)
    for (let left = x; left < x + w; left += 1) {
      for (let top = y; top < y + h; top += 1) {
        expect({ title, isFree: !taken.has(`${left} ${top}`) }).toEqual({ title, isFree: true })
        taken.add(`${left} ${top}`)
      }
    }
  }
  expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'job'])
  const shown = new Set(targets.flatMap(([, expr]) => readQuery(expr).metrics))
  const ours = [...metrics].filter((name) => name?.startsWith('aloha_'))
  const isShown = (name = '') =>
    ['', '_count', '_bucket'].some((part) => shown.has(`${name}${part}`))
  expect(ours.filter((name) => !isShown(name))).toEqual([])
  const linked = panels.flatMap(({ description = '' }) =>
    [...description.matchAll(/docs\/payouts\.md#([\w-]+)/g)].map(([, anchor]) => anchor),
  )
  expect(linked.length).toBeGreaterThan(5)
  expect(linked.filter((anchor) => !anchors.has(anchor ?? ''))).toEqual([])
})
