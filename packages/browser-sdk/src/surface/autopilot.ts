/** How the user answers without a person: for tests. */
export type AutopilotOptions = {
  /** Username of a user of the mock. */
  user: string
  /** Default: allow. */
  consent?: 'allow' | 'refuse'
  /** Default: pay. `pay-silently`: the wallet pays, and the page is not told. */
  payment?: 'pay' | 'cancel' | 'cancel-after-approval' | 'ignore' | 'pay-silently'
  /** How long the user takes for each answer, in ms of the mock's clock. Default: 0. */
  delayMs?: number
}

/** `window.PiMock`: what only the mock has. */
export type PiMock = {
  /** Answers from now on by these rules; null brings the dialogs back. */
  autopilot(options: AutopilotOptions | null): void
  /** The next `authenticate` asks again which user it is. */
  signOut(): void
}
