import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { COMMAND_EXAMPLES } from '@stepwell/edges/cloudevents';
import { patientIdOf } from '@stepwell/edges/ids';
import type { KafkaSettings } from '@stepwell/edges/kafka';
import { until } from '../e2e/testing/built.ts';
import { runPlatform, type RunningPlatform } from '../e2e/testing/running-platform.ts';
import { onKafka } from './testing/on-kafka.ts';
import { Sender, commandEvent } from './testing/sender.ts';

// kcat is a client that we did not write, on a library (librdkafka) that we do not use.

const hasKcat = (): boolean => {
  try {
    execFileSync('kcat', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

if (!hasKcat()) test.skip('kcat writes and reads: this needs kcat', () => undefined);
else
  onKafka('kcat', {}, (kafka) => {
    let platform: RunningPlatform;
    let settings: KafkaSettings;
    let sender: Sender;
    beforeAll(async () => {
      settings = kafka().settings();
      platform = await runPlatform({ kafka: settings });
      sender = new Sender(kafka().address, settings.topics.commands);
      await until(
        async () => (await sender.asAdmin((admin) => admin.listTopics())).length >= 3,
        () => 'the topics were not made',
      );
    });
    afterAll(() => platform.stop());

    const kcat = (...args: readonly string[]) =>
      promisify(execFile)('kcat', ['-q', '-b', kafka().address, ...args]);
    const typesOf = async (patient: string) => {
      const id = patientIdOf({ system: 'mercy-general', value: patient });
      return (await platform.foundation.store.readStream(`pathway-${id}`)).map(({ type }) => type);
    };
    const write = (value: string, ...args: readonly string[]) => {
      const writing = kcat('-P', '-t', settings.topics.commands, ...args);
      writing.child.stdin!.end(value);
      return writing;
    };

    test('writes commands in either mode, and reads what followed from them', async () => {
      const about = { source: 'urn:mercy', subject: 'mercy-general|800865', time: '2026-03-01T09:00:00Z' };
      const registration = {
        ...{ specversion: '1.0', id: 'm-1', type: 'stepwell.pathway.RegisterPatient.v1', ...about },
        data: COMMAND_EXAMPLES.RegisterPatient,
      };
      await write(JSON.stringify(registration), '-k', about.subject);
      const admission = {
        ...{ specversion: '1.0', id: 'm-2', type: 'stepwell.pathway.AdmitPatient.v1', ...about },
        time: '2026-03-01T10:00:00Z',
      };
      const headers = Object.entries(admission).flatMap(([name, value]) => ['-H', `ce_${name}=${value}`]);
      const data = { facilityId: 'mercy-general', level: 'inpatient', timeZone: 'America/Chicago' };
      await write(
        JSON.stringify(data),
        '-k',
        about.subject,
        '-H',
        'content-type=application/json',
        ...headers,
      );

      const lines = async (): Promise<string[]> => {
        const read = ['-C', '-t', settings.topics.pathway, '-o', 'beginning', '-e', '-f', '%k %h %s\n'];
        return (await kcat(...read)).stdout.split('\n').filter((line) => line !== '');
      };
      await until(
        // The topic is made with the first event.
        async () => (await lines().catch(() => [])).length >= 2,
        () => 'nothing came',
      );
      const [registered, admitted] = await lines();
      const { items } = (await platform.get('/v1/patients?search=rivera')).body;
      const patientId: string = items?.[0]?.patientId ?? registered!.split(' ')[0]!;
      for (const [line, type, revision] of [
        [registered!, 'PatientRegistered', 0],
        [admitted!, 'PatientAdmitted', 1],
      ] as const) {
        expect(line.split(' ')[0]).toBe(patientId);
        expect(line).toContain(`,ce_type=stepwell.pathway.${type}.v1,ce_subject=${patientId},`);
        expect(line).toContain(`,ce_revision=${revision},`);
      }
      expect(JSON.parse(admitted!.slice(admitted!.indexOf('{')))).toMatchObject(data);
    });

    test('checks the order of a topic as the documentation says', async () => {
      const page = await readFile(join(import.meta.dirname, '../../docs/event-apis.md'), 'utf8');
      const [check] = /^ *kcat -C .* -e .*\n(?:.*\n)*? *if \(\$2 == next_.*$/m.exec(page) ?? [];
      const topic = `order-${settings.topics.pathway}`;
      await sender.makeTopics([topic], 1);
      const script = check!.replace('127.0.0.1:9092', kafka().address).replace('stepwell.pathway.v1', topic);
      const found = async (...revisions: readonly [string, number][]) => {
        for (const [key, revision] of revisions) {
          const headers = ['ce_id=x', `ce_revision=${revision}`, 'ce_z=1'].flatMap((header) => [
            '-H',
            header,
          ]);
          const writing = kcat('-P', '-t', topic, '-k', key, ...headers);
          writing.child.stdin!.end('{}');
          await writing;
        }
        return (await promisify(execFile)('sh', ['-c', script])).stdout;
      };
      expect(await found(['a', 0], ['b', 0], ['a', 1], ['a', 0], ['a', 1], ['b', 1], ['a', 2])).toBe('');
      expect(await found(['a', 4])).toBe('gap: a expected 3 found 4\n');
    });

    test.each(['gzip', 'snappy', 'lz4', 'zstd'])('writes commands compressed with %s', async (codec) => {
      // Larger than one block of any of them, and of letters enough that blocks differ.
      const events = Array.from({ length: 500 }, (_, n) => commandEvent('RegisterPatient', `${codec}-${n}`));
      await write(events.map((event) => JSON.stringify(event)).join('\n'), '-z', codec, '-k', codec);
      const done = () => sender.isDone(settings.groupId);
      await until(done, () => 'not everything was committed');
      for (const n of [0, 250, 499]) expect(await typesOf(`${codec}-${n}`)).toEqual(['PatientRegistered']);
    });
  });
