import { expect, test } from 'vitest'
import { SUCCESS, tryProgram, type TriedProgram } from './try-program.ts'

const programs: TriedProgram[] = [
  { name: 'curl', command: 'curl', file: 'pay-with-curl.sh', check: ['--version'] },
  {
    name: 'urllib of Python',
    command: 'python3',
    file: 'pay_with_urllib.py',
    check: ['--version'],
  },
  {
    name: 'Net::HTTP of Ruby',
    command: 'ruby',
    file: 'pay_with_net_http.rb',
    check: ['-e', 'require "openssl"'],
  },
]

test.for(programs)(
  '$name pays, reads the chain, and reaches another host',
  async (program, { skip }) => {
    expect(await tryProgram(program, skip)).toEqual(SUCCESS)
  },
)
