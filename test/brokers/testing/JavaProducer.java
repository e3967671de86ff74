import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes the lines of the standard input to a topic, in turn by producers that compress differently: BROKERS TOPIC CODEC… */
public class JavaProducer {
  public static void main(String[] args) throws Exception {
    var text = new StringSerializer();
    var producers = new ArrayList<KafkaProducer<String, String>>();
    for (int n = 2; n < args.length; n++)
      producers.add(
          new KafkaProducer<>(
              Map.of(
                  "bootstrap.servers", args[0],
                  "compression.type", args[n],
                  "linger.ms", "500",
                  "batch.size", "500000"),
              text,
              text));
    var lines = new BufferedReader(new InputStreamReader(System.in)).lines().toList();
    for (int n = 0; n < lines.size(); n++) {
      int turn = n % producers.size();
      producers.get(turn).send(new ProducerRecord<>(args[1], args[2 + turn], lines.get(n)));
    }
    for (var producer : producers) producer.close();
  }
}
