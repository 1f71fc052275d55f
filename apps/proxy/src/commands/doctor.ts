import { parseConfig, type Config } from '../config/config.ts'
import type { Command, CommandIo } from '../operator/command.ts'
import {
  checkCaps,
  checkClock,
  checkDatabase,
  checkPiKey,
  checkServedNetwork,
  checkWallet,
  type Finding,
} from './doctor/checks.ts'
import { parseFacts, readFacts } from './doctor/database-facts.ts'
import { openPorts } from './open-ports.ts'
import { readFromDatabase } from './read-from-database.ts'

/** `proxy doctor`: one line for each thing that payouts need, passed or with a way out. Writes nothing anywhere. */
export const doctorCommand: Command = async (args, io) => {
  if (args.length > 0) {
    io.complain('doctor takes no arguments: it reads the environment variables of the server.')
    return 2
  }
  if (io.database != null) {
    for (const line of await readFacts(io.database)) io.print(line)
    return 0
  }
  const parsed = parseConfig(io.env)
  if (!parsed.ok) {
    for (const problem of parsed.problems) show(io, unset(problem))
    io.complain('Nothing else was checked: correct the configuration first.')
    return 1
  }
  const findings = await examine(parsed.config, io)
  for (const finding of findings) show(io, finding)
  return findings.some(({ verdict }) => verdict === 'failed') ? 1 : 0
}

async function examine(config: Config, io: CommandIo): Promise<Finding[]> {
  const ports = openPorts(config)
  try {
    // One after the other: opening PGlite, and loading what signs, would delay the responses beside it.
    const read = await readFromDatabase(io, { command: 'doctor', args: [] }, readFacts)
    const facts = read.ok ? parseFacts(read.lines[0]) : undefined
    const wallet = await checkWallet(ports, config)
    const [key, network, clock] = await Promise.all([
      checkPiKey(ports),
      checkServedNetwork(ports, config.upstream),
      ports
        .chain(config.wallet.address ?? '')
        .ledger('latest')
        .then((ledger) => checkClock(ledger, new Date().getTime())),
    ])
    return [
      { name: 'configuration', verdict: 'passed', says: describeConfig(config) },
      checkDatabase(facts, read.ok ? [] : read.problems),
      key,
      network,
      wallet,
      clock,
      checkCaps(facts, config),
    ]
  } finally {
    await ports.close()
  }
}

function describeConfig({ upstream }: Config): string {
  const { apiUrl, horizonUrl, network, local } = upstream
  return `${network}, Pi at ${apiUrl}, Horizon at ${horizonUrl}${local ? ', a mock' : ''}`
}

function unset(problem: string): Finding {
  const wayOut = 'docs/configuration.md has the rule of each variable'
  return { name: 'configuration', verdict: 'failed', says: problem, wayOut }
}

function show(io: CommandIo, finding: Finding) {
  const { name, verdict, says } = finding
  io.print(`${verdict.padEnd(8)}${name.padEnd(15)}${says}.`)
  if (finding.verdict === 'failed') io.print(`${' '.repeat(23)}-> ${finding.wayOut}.`)
}
