<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>AccountDeeds</name>
    <message numerus="yes">
      <source>%n changed</source>
      <translation>
        <numerusform>%n changed</numerusform>
        <numerusform>%n changed</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n item(s) marked as gone. Your copies are kept.</source>
      <translation>
        <numerusform>%n item marked as gone. Your copies are kept.</numerusform>
        <numerusform>%n items marked as gone. Your copies are kept.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n new</source>
      <translation>
        <numerusform>%n new</numerusform>
        <numerusform>%n new</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>AccountFacts</name>
    <message numerus="yes">
      <source>%n changed</source>
      <translation>
        <numerusform>%n changed</numerusform>
        <numerusform>%n changed</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n new</source>
      <translation>
        <numerusform>%n new</numerusform>
        <numerusform>%n new</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n no longer there</source>
      <translation>
        <numerusform>%n no longer there</numerusform>
        <numerusform>%n no longer there</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n not understood</source>
      <translation>
        <numerusform>%n not understood</numerusform>
        <numerusform>%n not understood</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>AskSomeone</name>
    <message numerus="yes">
      <source>%1 to %2 works make a better letter: there is more to write about. You can ask about %n work(s) all the same.</source>
      <comment>numbers</comment>
      <translation>
        <numerusform>%1 to %2 works make a better letter: there is more to write about. You can ask about %n work all the same.</numerusform>
        <numerusform>%1 to %2 works make a better letter: there is more to write about. You can ask about %n works all the same.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>BadgeWork</name>
    <message numerus="yes">
      <source>%n badge(s)</source>
      <translation>
        <numerusform>%n badge</numerusform>
        <numerusform>%n badges</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n badge(s) were in your record already.</source>
      <translation>
        <numerusform>%n badge were in your record already.</numerusform>
        <numerusform>%n badges were in your record already.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n letter(s)</source>
      <translation>
        <numerusform>%n letter</numerusform>
        <numerusform>%n letters</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n letter(s) came into the inbox.</source>
      <translation>
        <numerusform>%n letter came into the inbox.</numerusform>
        <numerusform>%n letters came into the inbox.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more could not be read either.</source>
      <translation>
        <numerusform>%n more could not be read either.</numerusform>
        <numerusform>%n more could not be read either.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>CheckAnswer</name>
    <message numerus="yes">
      <source>%n addresses did not answer.</source>
      <translation>
        <numerusform>%n address did not answer.</numerusform>
        <numerusform>%n addresses did not answer.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n addresses were asked.</source>
      <translation>
        <numerusform>%n address were asked.</numerusform>
        <numerusform>%n addresses were asked.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n links were not opened.</source>
      <translation>
        <numerusform>%n link were not opened.</numerusform>
        <numerusform>%n links were not opened.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n other host(s)</source>
      <translation>
        <numerusform>%n other host</numerusform>
        <numerusform>%n other hosts</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>CheckPage</name>
    <message numerus="yes">
      <source>%n pages</source>
      <comment>of the document</comment>
      <translation>
        <numerusform>%n page</numerusform>
        <numerusform>%n pages</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ContributionsPage</name>
    <message numerus="yes">
      <source>%n contribution(s) imported. Undo takes them all back.</source>
      <translation>
        <numerusform>%n contribution imported. Undo takes them all back.</numerusform>
        <numerusform>%n contributions imported. Undo takes them all back.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Nothing matches. %n are hidden by the filter.</source>
      <translation>
        <numerusform>Nothing matches. %n is hidden by the filter.</numerusform>
        <numerusform>Nothing matches. %n are hidden by the filter.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>DocumentPreview</name>
    <message numerus="yes">
      <source>%n pages.</source>
      <translation>
        <numerusform>%n page.</numerusform>
        <numerusform>%n pages.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Your limit is %n.</source>
      <comment>pages</comment>
      <translation>
        <numerusform>Your limit is %n.</numerusform>
        <numerusform>Your limit is %n.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>FolderList</name>
    <message numerus="yes">
      <source>and %n more folder(s)</source>
      <translation>
        <numerusform>and %n more folder</numerusform>
        <numerusform>and %n more folders</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>FolderReading</name>
    <message numerus="yes">
      <source>Looking for repositories. %n folder(s) so far.</source>
      <translation>
        <numerusform>Looking for repositories. %n folder so far.</numerusform>
        <numerusform>Looking for repositories. %n folders so far.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>HomePage</name>
    <message numerus="yes">
      <source>All %n story(s)</source>
      <translation>
        <numerusform>All %n story</numerusform>
        <numerusform>All %n stories</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>IdentitiesModel</name>
    <message numerus="yes">
      <source>%1 (stored in %n forms)</source>
      <comment>a name</comment>
      <translation>
        <numerusform>%1 (stored in %n form)</numerusform>
        <numerusform>%1 (stored in %n forms)</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%1 and %n more</source>
      <comment>folders</comment>
      <translation>
        <numerusform>%1 and %n more</numerusform>
        <numerusform>%1 and %n more</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n spellings</source>
      <translation>
        <numerusform>%n spelling</numerusform>
        <numerusform>%n spellings</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Show %n other people in these folders</source>
      <translation>
        <numerusform>Show %n other person in these folders</numerusform>
        <numerusform>Show %n other people in these folders</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ImportDialog</name>
    <message numerus="yes">
      <source>Import %n contribution(s)</source>
      <translation>
        <numerusform>Import %n contribution</numerusform>
        <numerusform>Import %n contributions</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>LeftOut</name>
    <message numerus="yes">
      <source>%1 (%n items)</source>
      <comment>what</comment>
      <translation>
        <numerusform>%1 (%n item)</numerusform>
        <numerusform>%1 (%n items)</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n confidential items</source>
      <translation>
        <numerusform>%n confidential item</numerusform>
        <numerusform>%n confidential items</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n hidden items</source>
      <translation>
        <numerusform>%n hidden item</numerusform>
        <numerusform>%n hidden items</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n items not public at their source</source>
      <translation>
        <numerusform>%n item not public at their source</numerusform>
        <numerusform>%n items not public at their source</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n items that are only counted</source>
      <translation>
        <numerusform>%n item that is only counted</numerusform>
        <numerusform>%n items that are only counted</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n links</source>
      <translation>
        <numerusform>%n link</numerusform>
        <numerusform>%n links</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n people who asked not to be named</source>
      <translation>
        <numerusform>%n person who asked not to be named</numerusform>
        <numerusform>%n people who asked not to be named</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n projects</source>
      <translation>
        <numerusform>%n project</numerusform>
        <numerusform>%n projects</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n stories</source>
      <translation>
        <numerusform>%n story</numerusform>
        <numerusform>%n stories</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n testimonials or badges</source>
      <translation>
        <numerusform>%n testimonials or badges</numerusform>
        <numerusform>%n testimonials or badges</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>the end of %n long text(s)</source>
      <translation>
        <numerusform>the end of %n long text</numerusform>
        <numerusform>the end of %n long texts</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>LetterTerms</name>
    <message numerus="yes">
      <source>After %n year(s)</source>
      <translation>
        <numerusform>After %n year</numerusform>
        <numerusform>After %n years</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ReadingSide</name>
    <message numerus="yes">
      <source>%n question(s)</source>
      <translation>
        <numerusform>%n question</numerusform>
        <numerusform>%n questions</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>RecordCare</name>
    <message numerus="yes">
      <source>%n backup(s), the newest from %1.</source>
      <translation>
        <numerusform>%n backup, the newest from %1.</numerusform>
        <numerusform>%n backups, the newest from %1.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>RemoveFolder</name>
    <message numerus="yes">
      <source>%n work(s) will go.</source>
      <translation>
        <numerusform>%n work will go.</numerusform>
        <numerusform>%n works will go.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n work(s) will stay, known from elsewhere, too.</source>
      <translation>
        <numerusform>%n work will stay, known from elsewhere, too.</numerusform>
        <numerusform>%n works will stay, known from elsewhere, too.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>RequestList</name>
    <message numerus="yes">
      <source>Asked %n day(s) ago</source>
      <translation>
        <numerusform>Asked %n day ago</numerusform>
        <numerusform>Asked %n days ago</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Standing</name>
    <message numerus="yes">
      <source>Needs you: %n account(s)</source>
      <translation>
        <numerusform>Needs you: %n account</numerusform>
        <numerusform>Needs you: %n accounts</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>StoryWorks</name>
    <message numerus="yes">
      <source>%n works have a star already: %1. Take one away first.</source>
      <translation>
        <numerusform>%n work have a star already: %1. Take one away first.</numerusform>
        <numerusform>%n works have a star already: %1. Take one away first.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>StoryWorksModel</name>
    <message numerus="yes">
      <source>%n more</source>
      <translation>
        <numerusform>%n more</numerusform>
        <numerusform>%n more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ThankSomeone</name>
    <message numerus="yes">
      <source>%n work(s) added. Take out what does not belong.</source>
      <translation>
        <numerusform>%n work added. Take out what does not belong.</numerusform>
        <numerusform>%n works added. Take out what does not belong.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>TimelineCard</name>
    <message numerus="yes">
      <source>Show all %n project(s)</source>
      <translation>
        <numerusform>Show all %n project</numerusform>
        <numerusform>Show all %n projects</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>TimelineModel</name>
    <message numerus="yes">
      <source>%n story(s)</source>
      <translation>
        <numerusform>%n story</numerusform>
        <numerusform>%n stories</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n story(s), the rest rolled up by year</source>
      <translation>
        <numerusform>%n story, the rest rolled up by year</numerusform>
        <numerusform>%n stories, the rest rolled up by year</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Updating</name>
    <message numerus="yes">
      <source>Read again. %n folder(s) could not be read.</source>
      <translation>
        <numerusform>Read again. %n folder could not be read.</numerusform>
        <numerusform>Read again. %n folders could not be read.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Up to date. %n new item(s).</source>
      <translation>
        <numerusform>Up to date. %n new item.</numerusform>
        <numerusform>Up to date. %n new items.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>WhichAreYouPage</name>
    <message numerus="yes">
      <source>%n name(s) ticked</source>
      <translation>
        <numerusform>%n name ticked</numerusform>
        <numerusform>%n names ticked</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Reading sizes of changes, %n so far</source>
      <translation>
        <numerusform>Reading sizes of changes, %n so far</numerusform>
        <numerusform>Reading sizes of changes, %n so far</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Reading, %n commit(s) so far</source>
      <translation>
        <numerusform>Reading, %n commit so far</numerusform>
        <numerusform>Reading, %n commits so far</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>accounts</name>
    <message numerus="yes">
      <source>%n day(s) ago</source>
      <translation>
        <numerusform>%n day ago</numerusform>
        <numerusform>%n days ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n hour(s) ago</source>
      <translation>
        <numerusform>%n hour ago</numerusform>
        <numerusform>%n hours ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n item(s) could not be understood</source>
      <translation>
        <numerusform>%n item could not be understood</numerusform>
        <numerusform>%n items could not be understood</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n kind(s) failed</source>
      <translation>
        <numerusform>%n kind failed</numerusform>
        <numerusform>%n kinds failed</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n minute(s) ago</source>
      <translation>
        <numerusform>%n minute ago</numerusform>
        <numerusform>%n minutes ago</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n repository(s)</source>
      <translation>
        <numerusform>%n repository</numerusform>
        <numerusform>%n repositories</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Complete in %n folder(s)</source>
      <translation>
        <numerusform>Complete in %n folder</numerusform>
        <numerusform>Complete in %n folders</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Reading, newest first. %n item(s) so far</source>
      <translation>
        <numerusform>Reading, newest first. %n item so far</numerusform>
        <numerusform>Reading, newest first. %n items so far</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The service keeps only %n year(s)</source>
      <translation>
        <numerusform>The service keeps only %n year</numerusform>
        <numerusform>The service keeps only %n years</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>The service says there are %n more that it does not show</source>
      <translation>
        <numerusform>The service says there are %n more that it does not show</numerusform>
        <numerusform>The service says there are %n more that it does not show</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %n day(s)</source>
      <translation>
        <numerusform>in %n day</numerusform>
        <numerusform>in %n days</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %n hour(s)</source>
      <translation>
        <numerusform>in %n hour</numerusform>
        <numerusform>in %n hours</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>in %n minute(s)</source>
      <translation>
        <numerusform>in %n minute</numerusform>
        <numerusform>in %n minutes</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>coverage</name>
    <message numerus="yes">
      <source>%n folder(s) could not be read.</source>
      <translation>
        <numerusform>%n folder could not be read.</numerusform>
        <numerusform>%n folders could not be read.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>All %n folder(s)</source>
      <translation>
        <numerusform>All %n folder</numerusform>
        <numerusform>All %n folders</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>deeds</name>
    <message numerus="yes">
      <source>%n source(s)</source>
      <translation>
        <numerusform>%n source</numerusform>
        <numerusform>%n sources</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>facts</name>
    <message numerus="yes">
      <source>%n file(s)</source>
      <translation>
        <numerusform>%n file</numerusform>
        <numerusform>%n files</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n line(s) added</source>
      <translation>
        <numerusform>%n line added</numerusform>
        <numerusform>%n lines added</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n line(s) removed</source>
      <translation>
        <numerusform>%n line removed</numerusform>
        <numerusform>%n lines removed</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>and %n more</numerusform>
        <numerusform>and %n more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>home</name>
    <message numerus="yes">
      <source>%n place(s) could not be read</source>
      <translation>
        <numerusform>%n place could not be read</numerusform>
        <numerusform>%n places could not be read</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n place(s) known only in part</source>
      <translation>
        <numerusform>%n place known only in part</numerusform>
        <numerusform>%n places known only in part</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n question(s) only you can answer</source>
      <translation>
        <numerusform>%n question only you can answer</numerusform>
        <numerusform>%n questions only you can answer</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n text(s) wait for your decision</source>
      <translation>
        <numerusform>%n text wait for your decision</numerusform>
        <numerusform>%n texts wait for your decision</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>About %n folder(s)</source>
      <translation>
        <numerusform>About %n folder</numerusform>
        <numerusform>About %n folders</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>import</name>
    <message numerus="yes">
      <source>%n already there</source>
      <translation>
        <numerusform>%n already there</numerusform>
        <numerusform>%n already there</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n new</source>
      <translation>
        <numerusform>%n new</numerusform>
        <numerusform>%n new</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n not understood</source>
      <translation>
        <numerusform>%n not understood</numerusform>
        <numerusform>%n not understood</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>periods</name>
    <message numerus="yes">
      <source>%n more</source>
      <translation>
        <numerusform>%n more</numerusform>
        <numerusform>%n more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>places</name>
    <message numerus="yes">
      <source>%n account(s)</source>
      <translation>
        <numerusform>%n account</numerusform>
        <numerusform>%n accounts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n folder(s)</source>
      <translation>
        <numerusform>%n folder</numerusform>
        <numerusform>%n folders</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>stories</name>
    <message numerus="yes">
      <source>%n works</source>
      <translation>
        <numerusform>%n work</numerusform>
        <numerusform>%n works</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>words</name>
    <message numerus="yes">
      <source>%n answer(s)</source>
      <translation>
        <numerusform>%n answer</numerusform>
        <numerusform>%n answers</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n attached file(s)</source>
      <translation>
        <numerusform>%n attached file</numerusform>
        <numerusform>%n attached files</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n badge(s) received</source>
      <translation>
        <numerusform>%n badge received</numerusform>
        <numerusform>%n badges received</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s)</source>
      <translation>
        <numerusform>%n change</numerusform>
        <numerusform>%n changes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s) of others brought in</source>
      <translation>
        <numerusform>%n change of others brought in</numerusform>
        <numerusform>%n changes of others brought in</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n co-authored change(s)</source>
      <translation>
        <numerusform>%n co-authored change</numerusform>
        <numerusform>%n co-authored changes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n comment(s)</source>
      <translation>
        <numerusform>%n comment</numerusform>
        <numerusform>%n comments</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n credit(s)</source>
      <translation>
        <numerusform>%n credit</numerusform>
        <numerusform>%n credits</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n edit(s)</source>
      <translation>
        <numerusform>%n edit</numerusform>
        <numerusform>%n edits</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n fixed issue(s)</source>
      <translation>
        <numerusform>%n fixed issue</numerusform>
        <numerusform>%n fixed issues</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n issue(s) raised</source>
      <translation>
        <numerusform>%n issue raised</numerusform>
        <numerusform>%n issues raised</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n maintained package(s)</source>
      <translation>
        <numerusform>%n maintained package</numerusform>
        <numerusform>%n maintained packages</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n mentored person(s)</source>
      <translation>
        <numerusform>%n mentored person</numerusform>
        <numerusform>%n mentored people</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n merge(s)</source>
      <translation>
        <numerusform>%n merge</numerusform>
        <numerusform>%n merges</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n organised event(s)</source>
      <translation>
        <numerusform>%n organised event</numerusform>
        <numerusform>%n organised events</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n other item(s)</source>
      <translation>
        <numerusform>%n other item</numerusform>
        <numerusform>%n other items</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n position(s) held</source>
      <translation>
        <numerusform>%n position held</numerusform>
        <numerusform>%n positions held</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n post(s)</source>
      <translation>
        <numerusform>%n post</numerusform>
        <numerusform>%n posts</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n proposed change(s)</source>
      <translation>
        <numerusform>%n proposed change</numerusform>
        <numerusform>%n proposed changes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n publication(s)</source>
      <translation>
        <numerusform>%n publication</numerusform>
        <numerusform>%n publications</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n release(s)</source>
      <translation>
        <numerusform>%n release</numerusform>
        <numerusform>%n releases</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n report(s)</source>
      <translation>
        <numerusform>%n report</numerusform>
        <numerusform>%n reports</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n review(s)</source>
      <translation>
        <numerusform>%n review</numerusform>
        <numerusform>%n reviews</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n sign-off(s)</source>
      <translation>
        <numerusform>%n sign-off</numerusform>
        <numerusform>%n sign-offs</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n sponsorship(s)</source>
      <translation>
        <numerusform>%n sponsorship</numerusform>
        <numerusform>%n sponsorships</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n talk(s)</source>
      <translation>
        <numerusform>%n talk</numerusform>
        <numerusform>%n talks</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n test(s)</source>
      <translation>
        <numerusform>%n test</numerusform>
        <numerusform>%n tests</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n translation(s)</source>
      <translation>
        <numerusform>%n translation</numerusform>
        <numerusform>%n translations</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n triaged report(s)</source>
      <translation>
        <numerusform>%n triaged report</numerusform>
        <numerusform>%n triaged reports</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>thanked %n time(s)</source>
      <translation>
        <numerusform>thanked %n time</numerusform>
        <numerusform>thanked %n times</numerusform>
      </translation>
    </message>
  </context>
</TS>
