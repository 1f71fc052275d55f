import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SUCCESS, tryProgram, type TriedProgram } from './try-program.ts'

const programs: TriedProgram[] = [
  {
    name: 'requests of Python',
    // Debian's has the package that CI installs; the first one on the path may be another.
    command: existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3',
    file: 'pay_with_requests.py',
    check: ['-c', 'import requests'],
  },
  {
    name: 'curl of PHP',
    command: 'php',
    file: 'pay-with-curl.php',
    check: ['-r', 'curl_version();'],
  },
  {
    name: 'streams of PHP',
    command: 'php',
    file: 'pay-with-streams.php',
    check: ['-r', 'openssl_get_cert_locations();'],
  },
  // `tunnel`: an agent that goes through the proxy instead of the redirection.
  ...['fetch', 'axios1', 'axios0', 'undici', 'tunnel'].map((client) => ({
    name: `Node: ${client}`,
    command: process.execPath,
    file: 'pay-with-each.mjs',
    args: [client],
    check: ['--version'],
  })),
]

test.for(programs)(
  '$name pays, reads the chain, and reaches another host',
  async (program, { skip }) => {
    expect(await tryProgram(program, skip)).toEqual(SUCCESS)
  },
)
