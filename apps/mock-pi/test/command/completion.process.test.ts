import { spawnSync } from 'node:child_process'
import { presetNames } from '@aloha-pi/contracts/control'
import { expect, test } from 'vitest'
import { completionFor } from '../../src/command/completion.ts'
import { pages } from '../../src/command/pages.ts'

/** What a real bash offers where each line ends. */
function completeInBash(lines: readonly string[]): string[][] {
  const asked = lines.map((line) => {
    const words = line.split(' ')
    const quoted = words.map((word) => `'${word}'`).join(' ')
    return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _mock_pi; echo "= \${COMPREPLY[*]}"`
  })
  const script = [completionFor('bash'), ...asked].join('\n')
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-eu', '-c', script], {
    encoding: 'utf8',
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return stdout
    .trim()
    .split('\n')
    .map((line) =>
      line
        .slice(2)
        .split(' ')
        .filter((word) => word !== ''),
    )
}

test('bash completes subcommands, options, words and values', () => {
  const expected: [line: string, words: readonly string[]][] = [
    ['mock-pi ', ['help', ...Object.keys(pages), ...namesOf('start')]],
    ['mock-pi re', ['record']],
    ['mock-pi --net', ['--network']],
    ['mock-pi --port 1 --js', ['--json']],
    ['mock-pi help pre', ['presets']],
    ['mock-pi presets pending', ['pending-lock']],
    ['mock-pi --preset ', presetNames],
    ['mock-pi start --spelling g', ['guide+wire']],
    ['mock-pi completion ', ['bash', 'zsh', 'fish', '--help']],
    ['mock-pi record ', namesOf('record')],
    ['mock-pi record --port ', []],
    ['mock-pi ca p', ['print']],
    ['mock-pi unknown ', []],
  ]
  const found = completeInBash(expected.map(([line]) => line))
  expect(found.map((words, place) => [expected[place]?.[0], words])).toEqual(expected)
})

function namesOf(name: keyof typeof pages): string[] {
  return Object.keys(pages[name].options).map((option) => `--${option}`)
}

test('bash completes files for options that take one, and commands after --', () => {
  const [files, commands, none] = completeInBash([
    'mock-pi record --output packag',
    'mock-pi exec -- bas',
    'mock-pi exec --no-mag',
  ])
  expect(files).toContain('package.json')
  expect(commands).toContain('bash')
  expect(none).toEqual(['--no-magic'])
})

test.each(['zsh', 'fish'] as const)(
  'the script for %s names every subcommand and option',
  (shell) => {
    const script = completionFor(shell)
    for (const [name, { options }] of Object.entries(pages)) {
      expect(script).toContain(name)
      for (const option of Object.keys(options)) {
        expect(script).toContain(shell === 'fish' ? `-l ${option} ` : `--${option}[`)
      }
    }
  },
)

/** Runs a script in a shell that may not be there. */
function runIn(shell: 'zsh' | 'fish', args: readonly string[], script: string) {
  const { error, stdout, stderr, status } = spawnSync(shell, [...args, '-c', script], {
    encoding: 'utf8',
  })
  return { isMissing: error != null, stdout, stderr, status }
}

test('zsh takes its script', ({ skip }) => {
  const script = `autoload -Uz compinit; compinit -D\n${completionFor('zsh')}\necho $_comps[mock-pi]`
  const { isMissing, ...ran } = runIn('zsh', ['-f'], script)
  skip(isMissing, 'zsh is not installed')
  expect(ran).toEqual({ stdout: '_mock_pi\n', stderr: '', status: 0 })
})

test('fish completes subcommands, options, words and values', ({ skip }) => {
  const lines = [
    'mock-pi re',
    'mock-pi --net',
    'mock-pi presets pending',
    'mock-pi --spelling g',
    'mock-pi help ope',
    'mock-pi record --fix',
  ]
  const asked = lines.map((line) => `complete -C '${line}' | cut -f 1`)
  const script = [completionFor('fish'), ...asked].join('\n')
  const { isMissing, stdout } = runIn('fish', ['--no-config'], script)
  skip(isMissing, 'fish is not installed')
  expect(stdout.trim().split('\n')).toEqual([
    'record',
    '--network',
    'pending-lock',
    'guide+wire',
    'open',
    '--fixtures',
  ])
})
