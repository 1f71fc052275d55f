import { cpus, totalmem } from 'node:os'
import { spread, sum, summarise } from './report.ts'
import { LOST, RESTORED, WRONG_KEY_SECONDS } from './restores.ts'
import type { ChaosRun } from './run-chaos.ts'

/** What was run and what came of it, for readers of the repository. */
export function writeReport(runs: readonly ChaosRun[], note?: string): string {
  const isRestored = ({ counts }: ChaosRun) => counts[RESTORED] != null
  const others = runs.filter((run) => !isRestored(run))
  const [postgres, pglite] = [false, true].map((is) =>
    others.filter(({ options }) => options.pglite === is),
  )
  return [
    '# Payouts under chaos',
    INTRODUCTION,
    ...(note == null ? [] : [note]),
    ...describeSums('Several proxies on Postgres', postgres ?? [], aims.postgres),
    ...describeSums('One proxy on PGlite', pglite ?? [], aims.pglite),
    ...describeSums('Restored copies and wrong keys', runs.filter(isRestored), {}),
    '## What is checked',
    CHECKS,
    '## What is not tested here',
    LIMITS,
    '## How it was run',
    describeRun(runs),
    '',
  ].join('\n\n')
}

const INTRODUCTION = `Written by \`pnpm chaos --resume RUNS --report docs/chaos-report.md\`; do not edit.

Real proxies, a real database and the mock, with fast ledgers, run as separate processes. The connections between them lose, delay, repeat, cut and falsify requests and responses. Meanwhile:

- processes are killed and stopped, and the database is restarted;
- the mock's replicas lag;
- other programs use the same wallet and the same app, and users pay into the wallet.

Afterwards four things are compared: the mock's ledger, Pi's records, every envelope that arrived at Horizon, and every response that a client got.`

const CHECKS = `Each of these would be a violation:

- **I1**: two successful transactions for one order. Read from the ledger, which is complete, and Pi's records.
- **I2**: an order that is reported as paid, but not paid once to the right wallet with the right amount. Also one that is reported as unpaid but paid, completed here but not at Pi, or unknown after it was reported. Read from the ledger, Pi's records and the last response.
- **I3**: money that left the wallet without a payment, a fee or another user of the wallet that explains it. Also an alarm \`books_differ\` of the proxy. Read from the ledger and the outputs.
- **I4**: two results or two transactions that are reported for one order. Also an order that is open after a result was reported, or reported as \`already_paid\` but not paid. Also a "no" (cancelled or failed) without its payout or without a cause. Read from all responses.
- **I5**: not final 60 s after the last fault and the last quarantine; a payment open at Pi that no one owns. Read from the last responses and Pi's records.
- **I6**: an envelope that arrives before its row is committed. The database is asked before Horizon gets the envelope.
- **I7**: a second sequence for a payout while the first may still apply. Read from arrivals and ledgers, and by a trigger in the database.
- **P22**: a secret, or a text that looks like one, in the outputs of proxies at level \`trace\`, the metrics, the responses with headers or the mock's log. Secrets are the seed, an API key, a client's key and the password of the database. Their exact values are also searched in requests to Pi and Horizon, in bytes to Postgres (without its password) and in every row at the end.
- **ended**: a proxy that ends by itself, or logs a fault of its program. Read from exits and outputs.
- **PGlite**: a second process that opens the folder. \`proxy migrate\` tries it while the proxy runs.
- **stopped**: a lane that stops for another reason than a payout that a restore lost. Read from \`lane show\`.

\`apps/proxy/chaos/checker.test.ts\` plants each of these, and the checker finds it. Every \`pnpm test:proof\` also runs a proxy with a planted bug that pays twice (\`pnpm chaos --mutant rebuild-on-any-error\`, with a Horizon that returns 504 before the ledger closes), and checks that this is found.

With \`--restores\` an older copy of the database is restored, and the proxies are started first with the key of another app and then with the right one. The ledger, Pi's records and the arrivals are checked as in every run. Three kinds of reports to clients may be wrong, and only if the response came between copy and restore and the copy lacks what it said:

- \`cancelled\` or \`failed\`, although the client asks again and is paid;
- a payout that is no longer known;
- an open payout whose end was reported.

A payout may also fail because the other app does not know its user. \`apps/proxy/chaos/lost-responses.test.ts\` plants wrong reports that must be found. A proxy that takes Pi's "not found" as proof (\`--mutant not-found-is-foreign\`) pays twice in such a run.`

const LIMITS = `- Pi and Horizon are the mock. Where no one has documented the real ones, their behaviour is not known.
- The simulation (\`pnpm sim\`) tests these instead: a Pi that reports another amount or network, a wallet without money, clocks that differ, an empty database in place of a lost one, and an operator who forgets the quarantine. A full disk is not tested at all.
- Copies of the database are restored on Postgres only, and never with \`pg_restore\`, which the proxy notices by itself.
- Everything runs on one machine. Only the faults of the connections stand for a split network.
- On PGlite no other process can read the open database, so I6 is checked at the end, by the time of the row.
- The power is never cut: the system still writes the pages of a killed process.`

type Aims = { payouts?: number; kills?: number; stops?: number; restarts?: number }
/** How much all runs together must reach. */
const aims: Record<'postgres' | 'pglite', Aims> = {
  postgres: { payouts: 10_000, kills: 2_000, stops: 200, restarts: 100 },
  pglite: { payouts: 2_000, kills: 500 },
}

function withAim(name: string, value: number, aim: number | undefined) {
  const isReached = aim == null || value >= aim
  return [name, value, aim == null ? '' : `${aim}, ${isReached ? 'reached' : '**not reached**'}`]
}

/** One set of runs, or nothing where none was run. */
function describeSums(title: string, runs: readonly ChaosRun[], aims: Aims): string[] {
  if (runs.length === 0) return []
  const counts = sum(runs, (run) => run.counts)
  const ends = sum(runs, (run) => run.ends)
  const atLinks = [...counts.keys()].filter(isAtLink)
  return [
    `## ${title}`,
    tableOfSums(runs, counts, aims),
    `Payouts ended as: ${[...ends].map(([name, count]) => `${count} ${name}`).join(', ')}.`,
    table(
      ['time', 'p50, p99, max (number of values)', 'unit'],
      summarise(runs).times.map(({ name, unit, values }) => [name, spread(values), unit]),
    ),
    ...describeViolations(runs),
    'Faults on links, by what they do:',
    describeLinks(counts, atLinks),
    'Everything else that was done or seen:',
    table(
      ['count', 'what'],
      [...counts].filter(([name]) => !isAtLink(name)).map(([name, count]) => [count, name]),
    ),
  ]
}

const isAtLink = (name: string) => / to \w+: /.test(name)

function tableOfSums(runs: readonly ChaosRun[], counts: ReadonlyMap<string, number>, aims: Aims) {
  const { violations } = summarise(runs)
  const total = (isMeant: (name: string) => boolean) =>
    [...counts].reduce((all, [name, times]) => (isMeant(name) ? all + times : all), 0)
  const starting = (prefix: string) => total((name) => name.startsWith(prefix))
  const counted = (row: string, name: string) => [row, counts.get(name) ?? 0, '']
  const found = (row: string, ...ids: string[]) => {
    const { length } = violations.filter(({ invariant }) => ids.includes(invariant))
    return [row, length, '0']
  }
  return table(
    ['', 'sum', 'aim'],
    [
      withAim('payouts', counts.get('payouts') ?? 0, aims.payouts),
      counted('of them without an idempotency key', 'payouts without a key'),
      withAim('SIGKILL of a proxy', starting('SIGKILL'), aims.kills),
      withAim('SIGSTOP for twice the lease', counts.get('SIGSTOP') ?? 0, aims.stops),
      withAim('restarts of Postgres', starting('Postgres '), aims.restarts),
      ...(counts.has(RESTORED)
        ? [
            counted('older copies of the database put back', RESTORED),
            counted('payouts lost with that', LOST),
            counted('seconds with the key of another app', WRONG_KEY_SECONDS),
          ]
        : []),
      ['faults on links', total(isAtLink), ''],
      ['faults of the mock (lag, empty ledgers, 504, ...)', starting('mock: '), ''],
      [
        'transactions of other wallet users in ledgers',
        total((name) => name.endsWith(': transactions in ledgers')),
        '',
      ],
      counted('envelopes that arrived at Horizon', 'envelopes at Horizon'),
      counted('of them judged before they went on', 'envelopes judged at arrival'),
      counted('calls of clients', 'calls of clients'),
      found('**paid twice** (I1)', 'I1'),
      found('**lost**, or not what was reported (I2)', 'I2'),
      found('**not final in time**, or left open (I5)', 'I5'),
      found('**false responses** (I4)', 'I4'),
      found('money unexplained (I3)', 'I3'),
      found('sent before stored, second sequence (I6, I7)', 'I6', 'I7'),
      found('secrets found (P22)', 'P22'),
      found('anything else', 'ended', 'PGlite', 'stopped'),
    ],
  )
}

function describeViolations(runs: readonly ChaosRun[]): string[] {
  const lines = runs.flatMap(({ options, violations }) => {
    const kinds = [...new Set(violations.map(({ invariant }) => invariant))]
    return kinds.map((kind) => {
      const [first, ...more] = violations.filter(({ invariant }) => invariant === kind)
      return `- seed ${options.seed}, ${kind}: ${first?.detail}${more.length > 0 ? `, and ${more.length} more` : ''}`
    })
  })
  return lines.length === 0 ? [] : ['Violations:', lines.join('\n')]
}

/** Names of counts are `link: fault`. */
function describeLinks(counts: ReadonlyMap<string, number>, names: readonly string[]): string {
  const parts = names.map((name) => name.split(': ') as [link: string, fault: string])
  const links = [...new Set(parts.map(([link]) => link))]
  const faults = [...new Set(parts.map(([, fault]) => fault))].sort()
  const row = (fault: string) => [
    fault.replaceAll('_', ' '),
    ...links.map((link) => counts.get(`${link}: ${fault}`) ?? ''),
  ]
  return table(['fault', ...links], faults.map(row))
}

function describeRun(runs: readonly ChaosRun[]): string {
  const [cpu] = cpus()
  const gib = Math.round(totalmem() / 2 ** 30)
  const commits = [...new Set(runs.map(({ commit }) => commit))].join(', ')
  return [
    `On ${cpus().length} cores (${cpu?.model.trim() || 'of an unnamed kind'}), ${gib} GiB, Node ${process.version}, shared with other work, so that times include waiting for a core; the proxy as of commit ${commits}. Each line is one run; several ran at the same time.`,
    `\`\`\`\n${runs.map((run) => `${commandOf(run)}   # ${run.seconds.toFixed(0)} s`).join('\n')}\n\`\`\``,
  ].join('\n\n')
}

function commandOf({ options }: ChaosRun): string {
  // Of a mutant no run is kept.
  const { pglite, ledgerMs, leaseMs, submitTimeoutMs, mutant: _none, ...rest } = options
  const times = { 'ledger-ms': ledgerMs, 'lease-ms': leaseMs, 'submit-timeout-ms': submitTimeoutMs }
  const words = Object.entries({ ...rest, ...times })
    // An older run does not have them all.
    .filter(([, value]) => value != null)
    .map(([name, value]) => `--${name} ${value}`)
  return ['pnpm chaos', ...(pglite ? ['--pglite'] : []), ...words].join(' ')
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
