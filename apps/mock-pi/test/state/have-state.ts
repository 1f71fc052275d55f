import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createMockControl } from '../../src/control-client/index.ts'
import { runCommand } from '../run-command.ts'

/** A folder of the test's own, and what a mock does with a file in it. */
export function haveState() {
  const folder = mkdtempSync(path.join(tmpdir(), 'mock-pi-state-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'state.json')
  return {
    folder,
    file,
    read: () => JSON.parse(readFileSync(file, 'utf8')),
    /** The users that the file has now; throws when it is not whole. */
    usersIn: (): string[] =>
      JSON.parse(readFileSync(file, 'utf8')).users.list.map(
        ({ username }: { username: string }) => username,
      ),
    /** A mock in a process of its own that keeps its state in the file. */
    async start(...args: string[]) {
      const command = runCommand('--port', '0', '--json', '--state', file, ...args)
      const { url, apiKey, worldId } = JSON.parse(await command.nextLine())
      return {
        ...command,
        url: url as string,
        apiKey: apiKey as string,
        worldId: worldId as string,
        control: createMockControl({ url }),
        async stop(signal: NodeJS.Signals = 'SIGTERM') {
          command.child.kill(signal)
          return command.ended()
        },
      }
    },
  }
}
