import * as vscode from 'vscode';
import type { PartResult } from '../../language';
import type { Analyser, Judged } from '../analyser';
import { engine, type Engine } from '../engine';
import { baseName, isAnswerFile, textOf } from '../files';
import { showsKeys } from '../keys';
import { report } from './verdict';

const ANSWERS = '**/*.answers.cnn.{yaml,yml}';
const SETS = '**/*.cnn.{yaml,yml}';

/** Who answered, and to what. */
interface Person {
  readonly uri: vscode.Uri;
  readonly item: vscode.TestItem;
}

/**
 * Answer files as tests: problem sets → people → parts. Files are looked for when the view is opened; what is in them is
 * judged when a test is run, and again when a file is saved where that was asked for.
 */
export class AnswerTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('cnnProblems.answers', 'CNN Answers');
  private readonly people = new Map<string, Person>();
  /** The verdicts of the last run, by file and address: what has changed is told. */
  private readonly verdicts = new Map<string, ReadonlyMap<string, string>>();
  private readonly watched = new Map<vscode.TestRunRequest, vscode.CancellationToken>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private discovered: Promise<void> | undefined;

  constructor(
    private readonly analyser: Analyser,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { controller } = this;
    controller.resolveHandler = (item) =>
      item === undefined ? (this.discovered ??= this.discover()) : this.expand(item);
    controller.refreshHandler = () => (this.discovered = this.discover());
    const profile = controller.createRunProfile(
      'Check Answers',
      vscode.TestRunProfileKind.Run,
      (request, token) => this.start(request, token),
      true,
    );
    profile.supportsContinuousRun = true;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, this.controller).dispose();
  }

  /** Follows files from the first time on that somebody looks: until then, activation has nothing to do. */
  private watch(): void {
    if (this.subscriptions.length > 0) return;
    const watcher = vscode.workspace.createFileSystemWatcher(SETS);
    this.subscriptions.push(
      watcher,
      watcher.onDidCreate((uri) => void this.fileChanged(uri)),
      watcher.onDidChange((uri) => void this.fileChanged(uri)),
      watcher.onDidDelete((uri) => {
        this.remove(uri);
      }),
    );
  }

  /** Finds all answer files. Of each only the head is read. */
  private async discover(): Promise<void> {
    this.watch();
    const files = await vscode.workspace.findFiles(ANSWERS);
    const found = new Set(files.map((uri) => uri.toString()));
    for (const { uri } of [...this.people.values()]) if (!found.has(uri.toString())) this.remove(uri);
    for (const uri of files.sort((a, b) => a.path.localeCompare(b.path))) await this.add(uri);
  }

  private async add(uri: vscode.Uri): Promise<void> {
    const text = await textOf(uri).catch(() => undefined);
    if (text === undefined) return;
    const set = headOf(text, 'problem-set');
    const setUri = set === undefined ? undefined : vscode.Uri.joinPath(uri, '..', set);
    const parent = this.setItem(setUri);
    const name = headOf(text, 'name');
    const before = this.people.get(uri.toString());
    const known = before?.item.parent === parent ? before.item : undefined;
    if (before && !known) this.remove(uri);
    const item = known ?? this.controller.createTestItem(uri.toString(), name ?? baseName(uri), uri);
    item.label = name ?? baseName(uri);
    if (name !== undefined) item.description = baseName(uri);
    item.canResolveChildren = true;
    parent.children.add(item);
    this.people.set(uri.toString(), { uri, item });
  }

  private setItem(uri: vscode.Uri | undefined): vscode.TestItem {
    const id = uri?.toString() ?? 'none';
    const known = this.controller.items.get(id);
    if (known) return known;
    const item = this.controller.createTestItem(id, uri ? baseName(uri) : 'No problem set is named', uri);
    this.controller.items.add(item);
    return item;
  }

  private remove(uri: vscode.Uri): void {
    const key = uri.toString();
    const person = this.people.get(key);
    const parent = person?.item.parent;
    parent?.children.delete(key);
    if (parent?.children.size === 0) this.controller.items.delete(parent.id);
    this.people.delete(key);
    this.verdicts.delete(key);
  }

  private async expand(item: vscode.TestItem): Promise<void> {
    const person = this.people.get(item.id);
    if (!person) return;
    const source = new vscode.CancellationTokenSource();
    const judged = await this.judge(person, source.token);
    if (judged?.grading) this.partsOf(person, judged.grading.results, judged, await engine());
  }

  private async judge({ uri }: Person, token: vscode.CancellationToken): Promise<Judged | undefined> {
    const text = await textOf(uri).catch(() => undefined);
    return text === undefined ? undefined : this.analyser.judgeAnswers(uri, text, token);
  }

  /** The tests of a person: one for each thing that is asked for. */
  private partsOf(
    { uri, item }: Person,
    results: readonly PartResult[],
    { file }: Judged,
    { addressOf }: Engine,
  ): readonly vscode.TestItem[] {
    const items = results.map((result, index) => {
      const address = addressOf(result);
      const known = item.children.get(`${item.id}#${address}`);
      const part = known ?? this.controller.createTestItem(`${item.id}#${address}`, address, uri);
      // As in the problem set: what is missing stands in no place of its own.
      part.sortText = String(index).padStart(6, '0');
      const [start, end] = [result.span.start, result.span.end].map((at) => file.lines.positionAt(at));
      if (start && end) part.range = new vscode.Range(start.line, start.character, end.line, end.character);
      return part;
    });
    item.children.replace(items);
    return items;
  }

  private async start(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    await (this.discovered ??= this.discover());
    if (request.continuous === true) {
      this.watched.set(request, token);
      token.onCancellationRequested(() => this.watched.delete(request));
      return;
    }
    await this.run(request, this.included(request), token);
  }

  /** The people that a request is about, in the order of the tree. */
  private included(request: vscode.TestRunRequest): readonly Person[] {
    const excluded = new Set(request.exclude?.map(({ id }) => id));
    const wanted = request.include?.map(({ id }) => id.replace(/#.*$/s, ''));
    return [...this.people.values()].filter(({ item }) => {
      const set = item.parent?.id ?? '';
      if (excluded.has(item.id) || excluded.has(set)) return false;
      return wanted === undefined || wanted.includes(item.id) || wanted.includes(set);
    });
  }

  private async run(
    request: vscode.TestRunRequest,
    people: readonly Person[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      for (const { item } of people) run.enqueued(item);
      for (const person of people) {
        if (token.isCancellationRequested || run.token.isCancellationRequested) break;
        await this.check(person, run, token);
      }
    } catch (error) {
      this.log.error('Answers could not be checked', error instanceof Error ? error : String(error));
    } finally {
      run.end();
    }
  }

  private async check(person: Person, run: vscode.TestRun, token: vscode.CancellationToken): Promise<void> {
    const { item, uri } = person;
    run.started(item);
    const judged = await this.judge(person, token);
    if (token.isCancellationRequested) return;
    if (!judged?.grading) {
      const reason = judged?.findings.find(({ severity }) => severity === 'error')?.message;
      run.errored(item, new vscode.TestMessage(reason ?? 'This file could not be read.'));
      return;
    }
    const { results } = judged.grading;
    const language = await engine();
    const items = this.partsOf(person, results, judged, language);
    const keys = showsKeys();
    const { addressOf, verdictText } = language;
    const expected = keys ? await this.keysOf(judged) : undefined;
    for (const [index, result] of results.entries()) {
      const part = items[index];
      if (!part) continue;
      report(run, part, result, {
        text: verdictText(result, { keys }),
        expected: expected?.get(addressOf(result)),
        answered: judged.file.text.slice(result.span.start, result.span.end),
        location: new vscode.Location(uri, part.range ?? new vscode.Range(0, 0, 0, 0)),
      });
    }
    this.tellChanges(run, item, new Map(results.map((result) => [addressOf(result), result.verdict])));
  }

  /** The keys of the problem set as text. An answer file to another variant than the author’s has others. */
  private async keysOf({ problemSet, grading }: Judged): Promise<ReadonlyMap<string, string> | undefined> {
    if (!problemSet || grading?.variant !== 0) return undefined;
    const text = await textOf(problemSet).catch(() => undefined);
    if (text === undefined) return undefined;
    return (await engine()).keyTexts(await this.analyser.open(problemSet, text));
  }

  private tellChanges(run: vscode.TestRun, item: vscode.TestItem, now: ReadonlyMap<string, string>): void {
    const before = this.verdicts.get(item.id);
    for (const [address, verdict] of now) {
      const last = before?.get(address);
      if (last !== undefined && last !== verdict)
        run.appendOutput(`${item.label}: ${address} was ${last}, is ${verdict}\r\n`, undefined, item);
    }
    this.verdicts.set(item.id, now);
  }

  /** A file was saved, by whomever. */
  private async fileChanged(uri: vscode.Uri): Promise<void> {
    if (!this.discovered) return;
    const answers = isAnswerFile(uri);
    if (answers) await this.add(uri);
    const key = uri.toString();
    for (const [request, token] of this.watched) {
      const people = this.included(request).filter(({ item }) =>
        answers ? item.id === key : item.parent?.id === key,
      );
      if (people.length === 0) continue;
      await this.run(request, people, token);
    }
  }
}

/** A word at the head of an answer file, without reading the rest. */
function headOf(text: string, key: string): string | undefined {
  const found = new RegExp(`^${key}:[ \\t]*(.+?)(?:[ \\t]+#.*)?[ \\t]*$`, 'm').exec(text)?.[1];
  const plain = found?.replace(/^(["'])(.*)\1$/, '$2');
  return plain === undefined || plain === '' ? undefined : plain;
}
