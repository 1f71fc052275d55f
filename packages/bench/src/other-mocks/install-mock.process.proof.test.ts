import { expect, test } from 'vitest'
import { installMock } from './install-mock.ts'

test.each(['file:./nowhere.tgz', 'file:./nowhere'])(
  'a package that cannot be installed from %s is reported with the reason',
  async (range) => {
    expect(await installMock('@aloha-pi/no-such-mock', range)).toEqual({
      ok: false,
      reason: expect.stringMatching(/^cannot be installed: ./),
    })
  },
)
