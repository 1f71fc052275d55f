import type {
  AddedSeedData,
  AppliedPreset,
  AppPatch,
  AsUserPayment,
  ClearedJournal,
  CloseLedger,
  ControlAd,
  ControlApp,
  ControlClock,
  ControlFault,
  ControlFaults,
  ControlLedger,
  ControlPayment,
  ControlPayments,
  ControlUser,
  ControlWorld,
  Explanation,
  ForkWorld,
  FundAccount,
  FundedAccount,
  IssueAsset,
  IssuedAsset,
  Journal,
  JournalEntry,
  JournalQuery,
  JournalWait,
  JournalWaitQuery,
  MockEvent,
  MockEventKind,
  NamedWorld,
  NamedWorlds,
  NewAd,
  NewApp,
  NewFault,
  NewUser,
  NewWorld,
  PresetName,
  PresetOrder,
  Presets,
  Refusals,
  Replay,
  SdkReports,
  SeedData,
  Settings,
  SettingsPatch,
  SignedIn,
  SignIn,
  Snapshot,
} from '@aloha-pi/contracts/wire'

export type EventsOptions = {
  /** Default: all. */
  kinds?: readonly MockEventKind[] | undefined
  /** Ends the stream. */
  signal?: AbortSignal | undefined
}

/** Every operation of the control API. Path parameters come first, then the body or the query. Throws MockControlError. */
export type MockControl = {
  /** Identity, clock, settings and sizes of the mock. */
  world(): Promise<ControlWorld>
  /** Begins a new world: everything as at start, under a new `worldId`. */
  reset(): Promise<ControlWorld>
  /** The default world first. */
  worlds(): Promise<NamedWorlds>
  createWorld(world: NewWorld): Promise<NamedWorld>
  /** A copy of a world under another name. */
  forkWorld(world: string, as: ForkWorld): Promise<NamedWorld>
  /** Forgets a world; its streams and waiting requests end. */
  dropWorld(world: string): Promise<NamedWorld>
  /** A client of another world of the same mock. */
  inWorld(world: string): MockControl
  /** The world as data, with its keys and tokens; without journal, refusals and `worldId`. */
  snapshot(): Promise<Snapshot>
  /** Puts a snapshot in the place of the world, whole or not at all, under a new `worldId`. */
  restore(snapshot: Snapshot): Promise<ControlWorld>
  /** Adds users, apps, balances and payments: everything or nothing. */
  addSeedData(data: SeedData): Promise<AddedSeedData>
  /** The JSON Schema of seed data. */
  seedDataSchema(): Promise<Record<string, unknown>>
  /** Changes the given settings and returns all of them. */
  settings(patch: SettingsPatch): Promise<Settings>

  clock(): Promise<ControlClock>
  freezeClock(): Promise<ControlClock>
  resumeClock(): Promise<ControlClock>
  /** Back to real time. */
  realClock(): Promise<ControlClock>
  advanceClock(by: { ms: number }): Promise<ControlClock>
  /** To a later time, ISO 8601 in UTC. */
  jumpClock(time: { to: string }): Promise<ControlClock>

  apps(): Promise<{ apps: ControlApp[] }>
  /** An app with its own API key and wallet. */
  createApp(app?: NewApp): Promise<ControlApp>
  changeApp(appId: string, patch: AppPatch): Promise<ControlApp>

  users(): Promise<{ users: ControlUser[] }>
  createUser(user: NewUser): Promise<ControlUser>
  /** What `Pi.authenticate` does in the browser. */
  signIn(user: SignIn): Promise<SignedIn>
  /** Ends an app's access as the user. */
  revoke(username: string, app?: { app_id?: string | undefined }): Promise<ControlUser>

  /** Newest first. */
  payments(query?: {
    limit?: number | undefined
    before?: string | undefined
  }): Promise<ControlPayments>
  /** Begins a user-to-app payment, as `Pi.createPayment` does in the browser. */
  createPayment(payment: AsUserPayment): Promise<ControlPayment>
  /** Pays an approved payment as its user. */
  payPayment(paymentId: string): Promise<ControlPayment>
  cancelPayment(paymentId: string): Promise<ControlPayment>
  /** What pages reported of the browser SDK, newest first. */
  sdkReports(): Promise<SdkReports>
  /** Lets a user watch a rewarded ad. */
  createAd(ad: NewAd): Promise<ControlAd>

  ledger(): Promise<ControlLedger>
  /** Closes one ledger, or `count`. */
  closeLedger(options?: CloseLedger): Promise<ControlLedger>
  fundAccount(account: FundAccount): Promise<FundedAccount>
  issueAsset(asset: IssueAsset): Promise<IssuedAsset>

  /** Rules with their counters, and the names that rules take. */
  faults(): Promise<ControlFaults>
  /** From now on, requests that match meet the effect. */
  addFault(rule: NewFault): Promise<ControlFault>
  /** Removes one, and cuts off the requests that it keeps waiting. */
  removeFault(faultId: string): Promise<ControlFault>
  /** Removes all, also those that payments ordered. */
  clearFaults(): Promise<ControlFaults>
  /** Known troubles by name, with their way out. */
  presets(): Promise<Presets>
  /** Puts the world into a known trouble; returns what was made and how to get out. */
  applyPreset(name: PresetName, order?: PresetOrder): Promise<AppliedPreset>
  /** Requests that were refused or met a fault, newest first. */
  refusals(): Promise<Refusals>
  /** What became of one of them, by the header `x-request-id`; `last`: the newest. */
  explain(requestId: string): Promise<Explanation>

  /** Requests with their responses, in the order of arrival. */
  journal(query?: JournalQuery): Promise<Journal>
  /** Returns when `count` requests have matched, or after `wait_ms` with `met: false`. */
  waitForRequests(query?: JournalWaitQuery): Promise<JournalWait>
  clearJournal(): Promise<ClearedJournal>
  /** Sends a request again, with the present key of its app. */
  replayRequest(entryId: number, options?: Replay): Promise<JournalEntry>
  /** What happens from now on, until the signal aborts, the loop is left or the mock stops. */
  events(options?: EventsOptions): AsyncIterable<MockEvent>
}
