/** Stores pages, then prints what their events contradict each other on. See README.md. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import type { Alignment__Output as Alignment } from '../generated/mizan/mizan/v1/Alignment.js';
import { aligned, contradictions, ingest } from './desk.js';
import { failureOf, isServiceError, type Failure } from './failure.js';
import { connect, type Services } from './services.js';

/** A page called outlet--subject.txt was published by that outlet. */
async function read(file: string) {
  const [outlet = ''] = basename(file).replace(/\.[^.]*$/, '').split('--');
  return { outlet, content: await readFile(file) };
}

async function show(services: Services, alignment: Alignment, minScore: number): Promise<void> {
  const outlets = new Map(alignment.articles.map((article) => [article.name, article.outlet]));
  const texts = new Map(alignment.articles.flatMap((article) => article.statements.map((s) => [s.name, s.text])));
  const side = (statement: string) =>
    `    ${outlets.get(statement.replace(/\/statements\/\d+$/, ''))}: ${texts.get(statement)}`;

  console.log(`${alignment.name} revision ${alignment.revision}: ${[...outlets.values()].join(', ')}`);
  for await (const relation of contradictions(services, alignment, minScore)) {
    console.log(`  ${relation.kind.toLowerCase()} ${relation.score.toFixed(2)} (${relation.rule})`);
    console.log(side(relation.statementA));
    console.log(side(relation.statementB));
  }
}

function explain({ code, reason, message, violations }: Failure): string {
  const wrong = violations.map(({ field, description }) => `${field} ${description}`);
  return `${reason || code}: ${wrong.length ? wrong.join('; ') : message}`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      target: { type: 'string', default: '127.0.0.1:50050' },
      'min-score': { type: 'string', default: '0.5' },
    },
  });
  const services = connect(values.target);
  try {
    const pages = await Promise.all(positionals.map(read));
    const names = await Promise.all(pages.map((page) => ingest(services, page)));
    for (const alignment of await aligned(services, names)) {
      await show(services, alignment, Number(values['min-score']));
    }
  } catch (error) {
    if (!isServiceError(error)) throw error;
    console.error(explain(failureOf(error)));
    process.exitCode = 1;
  } finally {
    services.close();
  }
}

await main();
