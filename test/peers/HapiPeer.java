import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.app.Connection;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.util.Hl7InputStreamMessageStringIterator;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.NoValidation;
import java.io.FileInputStream;

/** Sends the messages of a file over MLLP with HAPI, one after another, and prints MSA-1 and MSA-2 of each answer. */
public class HapiPeer {
  public static void main(String[] args) throws Exception {
    try (var context = new DefaultHapiContext(new NoValidation()); var file = new FileInputStream(args[1])) {
      Connection connection = context.newClient("127.0.0.1", Integer.parseInt(args[0]), false);
      var messages = new Hl7InputStreamMessageStringIterator(file);
      while (messages.hasNext()) {
        Message message = context.getPipeParser().parse(messages.next());
        Terser answer = new Terser(connection.getInitiator().sendAndReceive(message));
        System.out.println(answer.get("/MSA-1") + " " + answer.get("/MSA-2"));
      }
      connection.close();
    }
  }
}
